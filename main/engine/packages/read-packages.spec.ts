import { expect, test } from 'vitest';
import type { ImageFiles } from './look-inside.ts';
import { gather } from './read-packages.ts';

const never = new AbortController().signal;

/** An image with these files: a path, and what lies there by name. */
function imageWith(files: Readonly<Record<string, Readonly<Record<string, string>>>>): ImageFiles {
  return {
    async read(path, _, most = Number.POSITIVE_INFINITY) {
      const found = files[path];
      if (Object.values(found ?? {}).join('').length > most) throw new Error(`${path} is too large`);
      if (found === undefined) throw Object.assign(new Error('no such file'), { statusCode: 404 });
      return new Map(Object.entries(found));
    },
    has: async (path) => files[path] !== undefined,
  };
}

const stanza = (name: string) => `Package: ${name}\nVersion: 1\nArchitecture: all\n`;

test('reads every database that is there, and says which', async () => {
  const files = imageWith({
    '/var/lib/dpkg/status.d': {
      tzdata: stanza('tzdata'),
      'tzdata.md5sums': 'Package: sums\nVersion: 1\n',
      base: stanza('base-files'),
    },
    '/lib/apk/db/installed': { installed: 'P:busybox\nV:1.37.0-r12\nA:x86_64\n' },
    '/etc/os-release': { 'os-release': 'ID=mixed\n' },
  });
  expect(await gather(files, never)).toMatchObject({
    distribution: { id: 'mixed' },
    packages: [{ name: 'base-files' }, { name: 'busybox', kind: 'apk' }, { name: 'tzdata' }],
    read: ['/var/lib/dpkg/status.d', '/lib/apk/db/installed'],
    unread: [],
  });
});

test('names what it cannot read', async () => {
  const files = imageWith({
    '/var/lib/rpm': {},
    '/usr/lib/os-release': { 'os-release': 'ID=fedora\nVERSION_ID=43\n' },
  });
  expect(await gather(files, never)).toEqual({
    distribution: { id: 'fedora', version: '43', title: 'fedora 43' },
    packages: [],
    read: [],
    unread: ['/var/lib/rpm'],
  });
});

test('finds nothing in an image that has nothing', async () => {
  expect(await gather(imageWith({}), never)).toEqual({
    distribution: null,
    packages: [],
    read: [],
    unread: [],
  });
});

test('does not take an engine that is away for an image without packages', async () => {
  const files: ImageFiles = { read: () => Promise.reject(new Error('ECONNRESET')), has: async () => false };
  await expect(gather(files, never)).rejects.toThrow('ECONNRESET');
});

test('does not read a release that is longer than any', async () => {
  const files = imageWith({ '/etc/os-release': { 'os-release': `ID=odd\n#${' '.repeat(70_000)}` } });
  await expect(gather(files, never)).rejects.toThrow('too large');
});
