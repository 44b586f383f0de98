// What a Debian system has beside the files of its packages. Their scripts would make it; none of them is run, so that the
// images can be made by anybody, of any architecture, and are the same each time.
import { access, chmod, copyFile, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Left out of the images, as of Debian's own slim ones: what a container has nobody to read for. */
const excluded = [
  'usr/share/man',
  'usr/share/info',
  'usr/share/locale',
  'usr/share/lintian',
  'usr/share/groff',
];

/**
 * Whether a path below a root stays in the image. Of the documentation the copyright of each package stays.
 * @param {string} path
 */
export function isKept(path) {
  return !excluded.includes(path) && !/^usr\/share\/doc\/[^/]+\/(?!copyright$)/.test(path);
}

/** The same for packages that are installed later. */
const dpkgOptions = [
  'path-exclude=/usr/share/doc/*',
  'path-include=/usr/share/doc/*/copyright',
  ...excluded.map((path) => `path-exclude=/${path}/*`),
];

/** Copies that packages' scripts make when there is no such file yet. */
const copies = [
  ['usr/share/base-passwd/passwd.master', 'etc/passwd'],
  ['usr/share/base-passwd/group.master', 'etc/group'],
  ['usr/share/libc-bin/nsswitch.conf', 'etc/nsswitch.conf'],
  ['usr/share/base-files/profile', 'etc/profile'],
  ['usr/share/base-files/dot.profile', 'root/.profile'],
  ['usr/share/base-files/dot.bashrc', 'root/.bashrc'],
  ['usr/share/doc/apt/examples/debian.sources', 'etc/apt/sources.list.d/debian.sources'],
];

/** Programs that go by another name as well, there being one alone that could have it. */
const alternatives = /** @type {const} */ ([
  ['mawk', 'awk'],
  ['which.debianutils', 'which'],
]);

/**
 * Brings an unpacked Debian to where containers start from it: users, names of programs, apt's sources.
 * @param {string} root
 */
export async function finishDebian(root) {
  for (const [from = '', to = ''] of copies) {
    await mkdir(dirname(join(root, to)), { recursive: true });
    await copyFile(join(root, from), join(root, to));
    await chmod(join(root, to), 0o644);
  }
  const sources = join(root, 'etc/apt/sources.list.d/debian.sources');
  const text = await readFile(sources, 'utf8');
  await writeFile(sources, text.replace(/^#.*\n/gm, '').replace(/^Components:.*$/gm, 'Components: main'));
  for (const [program, name] of alternatives) await symlink(program, join(root, 'usr/bin', name));
  await mkdir(join(root, 'etc/dpkg/dpkg.cfg.d'), { recursive: true });
  await writeFile(join(root, 'etc/dpkg/dpkg.cfg.d/slim'), `${dpkgOptions.join('\n')}\n`);
}

/**
 * Collects the certificate authorities in the one file that programs read.
 * @param {string} root
 */
export async function finishCertificates(root) {
  const folder = 'usr/share/ca-certificates/mozilla';
  const names = (await readdir(join(root, folder))).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(root, folder, name), 'utf8')));
  await mkdir(join(root, 'etc/ssl/certs'), { recursive: true });
  await writeFile(join(root, 'etc/ssl/certs/ca-certificates.crt'), texts.join(''));
  const conf = names.map((name) => `mozilla/${name}\n`).join('');
  await writeFile(join(root, 'etc/ca-certificates.conf'), conf);
}

/**
 * Throws when a layer would replace /bin and its like, which are links in the layer below.
 * @param {string} root
 */
export async function refuseUnmerged(root) {
  for (const name of ['bin', 'sbin', 'lib', 'lib64'])
    await access(join(root, name)).then(
      () => {
        throw new Error(
          `A package has files in /${name}: the layer would hide the programs of the one below.`,
        );
      },
      () => undefined,
    );
}
