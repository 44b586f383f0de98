import { readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { isThere } from '../../util/is-there.ts';

/** A program and its arguments. */
export type Command = readonly [string, ...string[]];

/** Something that programs of this computer ask whom to trust, and how an authority gets there and away again. */
export interface TrustStore {
  /** Who asks it, as the end of a sentence. */
  readonly title: string;
  readonly needsRoot: boolean;
  /** A program that is missing here, and how to come by it; null when all is there. */
  readonly missing: { readonly program: string; readonly hint: string } | null;
  readonly add: readonly Command[];
  readonly remove: readonly Command[];
}

/** What is put into stores. */
export interface TrustedAuthority {
  /** What stores list it as. */
  readonly title: string;
  /** A name for its file in a folder of others. */
  readonly fileName: string;
  /** Where its certificate lies. */
  readonly certificate: string;
  /** Both without colons; undefined where it is not made. */
  readonly sha1: string | undefined;
  readonly serial: string | undefined;
}

/** The computer that is looked at. */
export interface Computer {
  readonly platform: NodeJS.Platform;
  /** The user's home folder. */
  readonly userHome: string;
  /** Folders that programs are looked for in, as in PATH. */
  readonly path: string;
}

/** Folders for authorities of the administrator's, and what is run after a change: of Debian, Fedora, Arch and SUSE. */
const systemFolders: readonly {
  readonly folder: string;
  readonly update: Command;
  /** After one was removed, where that takes another one. */
  readonly purge?: Command;
}[] = [
  {
    ...{ folder: '/usr/local/share/ca-certificates', update: ['update-ca-certificates'] },
    purge: ['update-ca-certificates', '--fresh'],
  },
  { folder: '/etc/pki/ca-trust/source/anchors', update: ['update-ca-trust', 'extract'] },
  { folder: '/etc/ca-certificates/trust-source/anchors', update: ['update-ca-trust', 'extract'] },
  { folder: '/etc/pki/trust/anchors', update: ['update-ca-certificates'] },
];

/** Folders below the user's home that hold Firefox's profiles, each with a store of its own. */
const firefoxFolders = [
  '.mozilla/firefox',
  '.config/mozilla/firefox',
  'snap/firefox/common/.mozilla/firefox',
  '.var/app/org.mozilla.firefox/.mozilla/firefox',
];

/** The stores that there are on a computer, for that authority. */
export async function findTrustStores(
  { platform, userHome, path }: Computer,
  authority: TrustedAuthority,
): Promise<readonly TrustStore[]> {
  switch (platform) {
    case 'linux':
      return [
        ...(await findSystemStores(path, authority)),
        ...(await findNssStores(userHome, path, authority)),
      ];
    case 'darwin':
      return [keychain(userHome, authority)];
    case 'win32':
      return [windowsStore(authority)];
    default:
      return [];
  }
}

async function findSystemStores(path: string, authority: TrustedAuthority): Promise<readonly TrustStore[]> {
  for (const { folder, update, purge = update } of systemFolders) {
    if (!(await isThere(folder)) || !(await isProgram(update[0], path))) continue;
    const file = join(folder, authority.fileName);
    return [
      {
        ...{ title: 'curl and most other programs', needsRoot: true, missing: null },
        add: [['install', '-m', '0644', authority.certificate, file], update],
        remove: [['rm', '-f', file], purge],
      },
    ];
  }
  return [];
}

async function findNssStores(
  userHome: string,
  path: string,
  authority: TrustedAuthority,
): Promise<readonly TrustStore[]> {
  const chrome = join(userHome, '.pki', 'nssdb');
  const profiles = await Promise.all(
    firefoxFolders.map(async (folder) => {
      const within = join(userHome, folder);
      const names = await readdir(within).catch((): string[] => []);
      return names.map((name) => join(within, name));
    }),
  );
  const candidates = [
    { folder: chrome, title: 'Chrome and Chromium' },
    ...profiles.flat().map((folder) => ({ folder, title: 'Firefox' })),
  ];
  const hasCertutil = await isProgram('certutil', path);
  const missing = hasCertutil
    ? null
    : { program: 'certutil', hint: 'Install it (Debian: libnss3-tools; Fedora: nss-tools; Arch: nss).' };
  const found: TrustStore[] = [];
  for (const { folder, title } of candidates) {
    if (!(await isThere(join(folder, 'cert9.db')))) continue;
    const store = ['-d', `sql:${folder}`];
    found.push({
      ...{ title, needsRoot: false, missing },
      add: [['certutil', ...store, '-A', '-t', 'C,,', '-n', authority.title, '-i', authority.certificate]],
      remove: [['certutil', ...store, '-D', '-n', authority.title]],
    });
  }
  return found;
}

function keychain(userHome: string, { certificate, sha1 }: TrustedAuthority): TrustStore {
  const file = join(userHome, 'Library', 'Keychains', 'login.keychain-db');
  return {
    ...{ title: 'Safari, Chrome, Firefox and curl', needsRoot: false, missing: null },
    add: [['security', 'add-trusted-cert', '-r', 'trustRoot', '-p', 'ssl', '-k', file, certificate]],
    remove:
      sha1 === undefined
        ? []
        : [
            ['security', 'remove-trusted-cert', certificate],
            ['security', 'delete-certificate', '-Z', sha1, file],
          ],
  };
}

function windowsStore({ certificate, serial }: TrustedAuthority): TrustStore {
  return {
    ...{ title: 'Edge, Chrome, Firefox and curl', needsRoot: false, missing: null },
    add: [['certutil', '-user', '-addstore', 'Root', certificate]],
    remove: serial === undefined ? [] : [['certutil', '-user', '-delstore', 'Root', serial]],
  };
}

async function isProgram(name: string, path: string): Promise<boolean> {
  // Administrators' programs are not in every user's PATH.
  const folders = [...path.split(delimiter), '/usr/sbin', '/sbin'].filter((folder) => folder !== '');
  const found = await Promise.all(folders.map((folder) => isThere(join(folder, name))));
  return found.includes(true);
}
