// Finds this machine's own Debian mirror and keyring in its apt configuration, in both formats that apt reads.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * @typedef {object} AptSource one archive, as apt is configured to use it
 * @property {readonly string[]} uris
 * @property {readonly string[]} suites
 * @property {readonly string[]} components
 * @property {string | null} signedBy a keyring's path, or a key block as deb822 writes it; null: apt's trusted keys
 */

/**
 * @typedef {object} DebianMirror
 * @property {string} uri of the main archive
 * @property {string | null} signedBy
 * @property {string | null} securityUri of the security archive, where the machine uses one
 */

/**
 * Reads the `.sources` format (deb822). Disabled entries and those without binary packages are left out.
 * @param {string} text
 * @returns {AptSource[]}
 */
export function parseDeb822Sources(text) {
  /** @type {AptSource[]} */
  const sources = [];
  const withoutComments = text.replace(/\r/g, '').replace(/^#.*\n?/gm, '');
  for (const stanza of withoutComments.split(/\n[ \t]*\n/)) {
    /** @type {Map<string, string>} */
    const fields = new Map();
    let current = '';
    for (const line of stanza.split('\n')) {
      const field = /^([A-Za-z][A-Za-z0-9-]*)[ \t]*:[ \t]*(.*)$/.exec(line);
      if (field) {
        current = (field[1] ?? '').toLowerCase();
        fields.set(current, (field[2] ?? '').trim());
      } else if (current && /^[ \t]/.test(line)) fields.set(current, `${fields.get(current)}\n${line}`);
    }
    const words = (/** @type {string} */ name) => (fields.get(name) ?? '').split(/\s+/).filter(Boolean);
    if (
      !words('types').includes('deb') ||
      /^(no|false|0|off|without|disable)$/i.test(fields.get('enabled') ?? '')
    )
      continue;
    sources.push({
      uris: words('uris'),
      suites: words('suites'),
      components: words('components'),
      signedBy: fields.get('signed-by') || null,
    });
  }
  return sources;
}

/**
 * Reads the one-line format (`deb [options] uri suite component...`).
 * @param {string} text
 * @returns {AptSource[]}
 */
export function parseOneLineSources(text) {
  /** @type {AptSource[]} */
  const sources = [];
  for (const line of text.split('\n')) {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s*)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line);
    if (!match) continue;
    const [, options = '', uri = '', suite = '', components = ''] = match;
    sources.push({
      uris: [uri],
      suites: [suite],
      components: components.split(/\s+/).filter(Boolean),
      signedBy: /(?:^|\s)signed-by=(\S+)/i.exec(options)?.[1] ?? null,
    });
  }
  return sources;
}

/**
 * Picks the Debian archive among all sources: the one that has component main of the running release.
 * @param {readonly AptSource[]} sources
 * @param {string} codename such as bookworm
 * @returns {DebianMirror | null} null when there is none
 */
export function chooseDebianMirror(sources, codename) {
  const inMain = sources.filter((source) => source.components.includes('main') && source.uris.length > 0);
  const main = inMain.find((source) => source.suites.includes(codename));
  const uri = main?.uris[0];
  if (!main || !uri) return null;
  const security = inMain.find((source) => source.suites.includes(`${codename}-security`));
  return { uri, signedBy: main.signedBy, securityUri: security?.uris[0] ?? null };
}

/**
 * The mirror that this machine itself uses. Throws when the machine is not set up for Debian packages.
 * @param {{ etc?: string }} [options] another folder than /etc, for tests
 * @returns {Promise<DebianMirror>}
 */
export async function readDebianMirror(options = {}) {
  const etc = options.etc ?? '/etc';
  const release = await readIfThere(join(etc, 'os-release'));
  const codename = /^VERSION_CODENAME="?([a-z]+)"?/m.exec(release)?.[1];
  const folder = join(etc, 'apt/sources.list.d');
  const names = await readdir(folder).catch(() => /** @type {string[]} */ ([]));
  const sources = parseOneLineSources(await readIfThere(join(etc, 'apt/sources.list')));
  for (const name of names.sort()) {
    if (name.endsWith('.sources')) sources.push(...parseDeb822Sources(await readIfThere(join(folder, name))));
    else if (name.endsWith('.list'))
      sources.push(...parseOneLineSources(await readIfThere(join(folder, name))));
  }
  const mirror = codename ? chooseDebianMirror(sources, codename) : null;
  if (mirror) return mirror;
  throw new Error(
    `No Debian mirror found in ${etc}/apt (looked for suite "${codename ?? 'unknown'}", component main). ` +
      'Slipway is built from Debian packages: build on Debian, or add a Debian source with its keyring to sources.list.d.',
  );
}

/** @param {string} path */
async function readIfThere(path) {
  return readFile(path, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
}
