import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../lib/places.mjs';

/** Who may be imported by everybody; that these import nobody is said by rules of their own. */
const bottom = ['contract', 'util'];

const folders = (await readdir(join(root, 'main'), { withFileTypes: true }))
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) => !bottom.includes(name));

/** Of each folder of main/ those that it may import, by the table of docs/architecture.md. */
async function readTable() {
  const text = await readFile(join(root, 'docs/architecture.md'), 'utf8');
  const table = text.split('| folder | what it does | may import |')[1]?.split('\n\n')[0] ?? '';
  /** @type {Map<string, readonly string[]>} */
  const allowed = new Map();
  for (const [, first = '', words = ''] of table.matchAll(/^\| (`main\/.*?) \|.*\| (.*?) \|$/gm)) {
    const own = [...first.matchAll(/`main\/([\w-]+)\/`/g)].map(([, name = '']) => name);
    const [ours = ''] = words.split(';');
    const named = folders.filter((name) => ours.split(/[ ,]+/).includes(name));
    const above = [...allowed.keys()];
    const may = ours.startsWith('all but the command')
      ? folders.filter((name) => name !== 'cli')
      : ours.includes('the above')
        ? above.filter((name) => !ours.includes(' but ') || !named.includes(name))
        : named;
    for (const name of own) allowed.set(name, [...may, ...own]);
  }
  return allowed;
}

/** Of each folder of main/ those that lint refuses, by biome.json. */
async function readRules() {
  const { overrides } = JSON.parse(await readFile(join(root, 'biome.json'), 'utf8'));
  /** @type {Map<string, readonly string[]>} */
  const refused = new Map();
  for (const { includes, linter } of overrides) {
    const groups = linter?.rules.style.noRestrictedImports?.options.patterns[0].group ?? [];
    const names = groups.flatMap(
      (/** @type {string} */ group) => /^\*\*\/\{(.*)\}\/\*\*$/.exec(group)?.[1]?.split(',') ?? [],
    );
    for (const include of includes) {
      const folder = /^main\/([\w-]+)\/\*\*$/.exec(include)?.[1];
      if (folder !== undefined) refused.set(folder, names);
    }
  }
  return refused;
}

it.each(folders)(
  'refuses in main/%s what docs/architecture.md does not allow, and nothing else',
  async (folder) => {
    const allowed = (await readTable()).get(folder);
    expect(allowed, 'a row of the table').toBeDefined();
    const expected = folders.filter((name) => !allowed?.includes(name));
    expect([...((await readRules()).get(folder) ?? [])].sort()).toEqual(expected.sort());
  },
);
