import { expect, it } from 'vitest';
import type { Tree } from './tree.ts';
import { walk } from './walk.ts';

const never = new AbortController().signal;

/** A tree of folders, files (empty texts) and links (where they lead), as helper.sh would tell of it. */
function treeOf(what: Readonly<Record<string, string>>, more: Partial<Tree> = {}): Tree {
  const walkIn = (base: string, names: readonly string[]) => {
    let at = base === '/top' ? '' : base;
    for (const [index, name] of names.entries()) {
      at = `${at}/${name}`;
      if (what[at] === '/') continue;
      if (what[at] === undefined) return `none ${index}`;
      return what[at] === '' ? `file ${index}` : `link ${index} ${what[at]}`;
    }
    return 'folder';
  };
  return {
    owner: 'the container web',
    guard: [],
    mounts: [],
    hasOwnTop: true,
    accountsOf: undefined,
    mountPoints: async () => [],
    place: (path) => ({ base: '/top', path: path.slice(1), mount: null }),
    helper: {
      engineTop: '',
      hasEnded: () => false,
      end: async () => undefined,
      ask: async ([, base = '', ...names]) => ({
        code: 0,
        output: Buffer.from(walkIn(base, names)),
        complaint: '',
      }),
    },
    ...more,
  };
}

const files = {
  '/a': '/',
  '/a/b': '/',
  '/a/b/file': '',
  '/a/up': '../a/b',
  '/whole': '/a/b/file',
  '/far': '../../../a',
  '/round': 'round2',
  '/round2': '/round',
  '/a/back': 'up/../b',
  '/dangling': 'nowhere',
  '/data': '/',
};

it.each([
  ['/', 'folder', '/'],
  ['', 'folder', '/'],
  ['/a/./b//', 'folder', '/a/b'],
  ['/a/up', 'folder', '/a/b'],
  ['/a/up/file', 'other', '/a/b/file'],
  ['/whole', 'other', '/a/b/file'],
  ['/far/b', 'folder', '/a/b'],
  ['/a/back/file', 'other', '/a/b/file'],
  ['/../../a', 'folder', '/a'],
  ['/a/up/..', 'folder', '/a'],
])('goes along %j', async (path, kind, at) => {
  expect(await walk(treeOf(files), path, never)).toEqual({ kind, path: at });
});

it.each([
  ['/none', 'There is no /none in'],
  ['/a/b/file/more', 'There is no /a/b/file/more'],
  ['/a/b/file/..', 'There is no /a/b/file/..'],
  ['/round', 'its links lead in a circle'],
  ['/dangling', 'There is no /nowhere'],
])('says what is wrong with %j', async (path, message) => {
  await expect(walk(treeOf(files), path, never)).rejects.toThrow(message);
});

it('lets nothing lead out of a volume', async () => {
  const volume = treeOf(files, { hasOwnTop: false, owner: 'the volume data' });
  await expect(walk(volume, '/whole', never)).rejects.toThrow('leads to /a/b/file, which is outside of');
  await expect(walk(volume, '/far', never)).rejects.toThrow('leads out of the volume data');
  expect(await walk(volume, '/a/up', never)).toEqual({ kind: 'folder', path: '/a/b' });
  expect(await walk(volume, '/..', never)).toEqual({ kind: 'folder', path: '/' });
});

it('goes on where something mounted comes from', async () => {
  const stopped = treeOf(
    { ...files, '/host/x': '/', '/host/x/link': '/a/b' },
    {
      place: (path) =>
        path === '/data' || path.startsWith('/data/')
          ? { base: '/host', path: path.slice('/data/'.length), mount: null }
          : { base: '/top', path: path.slice(1), mount: null },
    },
  );
  expect(await walk(stopped, '/data/x', never)).toEqual({ kind: 'folder', path: '/data/x' });
  expect(await walk(stopped, '/data/x/link/file', never)).toEqual({ kind: 'other', path: '/a/b/file' });
  await expect(walk(stopped, '/data/y', never)).rejects.toThrow('There is no /data/y');
});
