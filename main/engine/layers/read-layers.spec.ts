import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type Header, pack } from 'tar-stream';
import { expect, it } from 'vitest';
import { describeLayer, layersIn } from './read-layers.ts';

type Entry = readonly [header: Partial<Header> & { readonly name: string }, content?: string | Buffer];

async function archive(entries: readonly Entry[]): Promise<Buffer> {
  const tar = pack();
  for (const [header, content = ''] of entries) tar.entry(header, content);
  tar.finalize();
  return buffer(tar);
}

const layer = (digit: string) => `sha256:${digit.repeat(64)}`;
const [base, upper, other] = [layer('a'), layer('b'), layer('c')];
const never = new AbortController().signal;

/** An image's archive as the engine writes it: what is no layer lies among them. */
async function image(layers: Readonly<Record<string, readonly Entry[]>>): Promise<Readable> {
  const blobs = await Promise.all(
    Object.entries(layers).map(
      async ([id, entries]): Promise<Entry> => [
        { name: `blobs/${id.replace(':', '/')}` },
        await archive(entries),
      ],
    ),
  );
  const rest: readonly Entry[] = [
    [{ name: 'blobs/', type: 'directory' }],
    [{ name: `blobs/sha256/${'d'.repeat(64)}` }, '{"config":true}'],
  ];
  return Readable.from([await archive([...rest, ...blobs, [{ name: 'manifest.json' }, '[]']])]);
}

const below: readonly Entry[] = [
  [{ name: './', type: 'directory' }],
  [{ name: 'etc/', type: 'directory', mode: 0o755 }],
  [{ name: 'etc/motd', mode: 0o644 }, 'welcome'],
  [{ name: 'etc/shadow', mode: 0o640, uid: 0, gid: 42 }, 'secret'],
  [{ name: 'bin/su', mode: 0o4755 }, 'program'],
];

it('tells what a layer adds, changes and takes away', async () => {
  const above: readonly Entry[] = [
    [{ name: 'etc/motd' }, 'another'],
    [{ name: 'etc/.wh.shadow' }],
    [{ name: 'srv/.wh..wh..opq' }],
    [{ name: 'srv/.wh..wh.aufs' }],
    [{ name: 'srv/link', type: 'symlink', linkname: '../etc' }],
    [{ name: 'srv/same', type: 'link', linkname: 'etc/motd' }],
    [{ name: 'srv/pipe', type: 'fifo' }],
  ];
  const read = await layersIn(
    await image({ [upper]: above, [base]: below }),
    [base, upper],
    () => undefined,
    never,
  );
  const { files, isCut } = describeLayer(read, [base, upper], upper);
  expect(isCut).toBe(false);
  expect(files.map(({ path, kind, change, target }) => [path, kind, change, target])).toEqual([
    ['/etc/motd', 'file', 'changed', ''],
    ['/etc/shadow', 'gone', 'removed', ''],
    ['/srv/*', 'gone', 'removed', ''],
    ['/srv/link', 'link', 'added', '../etc'],
    ['/srv/pipe', 'pipe', 'added', ''],
    ['/srv/same', 'link', 'added', '/etc/motd'],
  ]);
});

it('knows sizes, rights and owners, and not the root', async () => {
  const read = await layersIn(await image({ [base]: below }), [base], () => undefined, never);
  const { files } = describeLayer(read, [base], base);
  expect(files.map(({ path }) => path)).toEqual(['/bin/su', '/etc', '/etc/motd', '/etc/shadow']);
  expect(files[0]).toMatchObject({ size: 7, mode: 0o4755 });
  expect(files[1]).toMatchObject({ kind: 'folder', size: 0, change: 'added' });
  expect(files[3]).toMatchObject({ user: 0, group: 42, size: 6 });
});

it('takes a file that a layer between has taken away for a new one', async () => {
  const layers = {
    [base]: below,
    [upper]: [[{ name: 'etc/.wh.motd' }]],
    [other]: [[{ name: 'etc/motd' }, 'x']],
  } as const;
  const ids = [base, upper, other];
  const read = await layersIn(await image(layers), ids, () => undefined, never);
  expect(describeLayer(read, ids, other).files).toMatchObject([{ path: '/etc/motd', change: 'added' }]);
});

it('takes what comes where a folder was taken away, or emptied, for new', async () => {
  const layers: Readonly<Record<string, readonly Entry[]>> = {
    [base]: [
      [{ name: 'app/old/file' }, 'x'],
      [{ name: 'srv/file' }, 'x'],
      [{ name: 'kept' }, 'x'],
    ],
    [upper]: [[{ name: '.wh.app' }], [{ name: 'srv/.wh..wh..opq' }]],
    [other]: [
      [{ name: 'app/old/file' }, 'y'],
      [{ name: 'srv/file' }, 'y'],
      [{ name: 'kept' }, 'y'],
    ],
  };
  const ids = [base, upper, other];
  const read = await layersIn(await image(layers), ids, () => undefined, never);
  expect(describeLayer(read, ids, other).files.map(({ path, change }) => [path, change])).toEqual([
    ['/app/old/file', 'added'],
    ['/kept', 'changed'],
    ['/srv/file', 'added'],
  ]);
});

it('says so when a layer is not in what the engine wrote', async () => {
  const read = await layersIn(await image({ [base]: below }), [base, upper], () => undefined, never);
  expect(() => describeLayer(read, [base, upper], upper)).toThrow('stores its layers compressed');
});

it('rejects for an archive that is cut off, or that nobody waits for any more', async () => {
  const whole = await buffer(await image({ [base]: [[{ name: 'large' }, 'x'.repeat(100_000)]] }));
  const cut = Readable.from([whole.subarray(0, 50_000)]);
  await expect(layersIn(cut, [base], () => undefined, never)).rejects.toThrow();
  const left = new AbortController();
  const endless = new Readable({ read: () => undefined });
  endless.push(whole.subarray(0, 50_000));
  const reading = layersIn(endless, [base], () => undefined, left.signal);
  left.abort(new Error('left'));
  await expect(reading).rejects.toThrow('left');
});

it('reads a name of slashes in a time that grows with its length alone', async () => {
  const name = `a${'/'.repeat(200_000)}b`;
  const read = await image({ [base]: [[{ name, pax: { path: name } as never }]] });
  const began = performance.now();
  await layersIn(read, [base], () => undefined, never);
  expect(performance.now() - began).toBeLessThan(1_000);
});

it('takes an entry of a type that nobody knows for a file', async () => {
  const layerOfIt = await archive([[{ name: 'odd' }, 'content']]);
  // tar: the type at 156; the sum of the header, with spaces in its own place, at 148 in octal.
  layerOfIt.write('S', 156);
  layerOfIt.write(' '.repeat(8), 148);
  const sum = layerOfIt.subarray(0, 512).reduce((all, byte) => all + byte, 0);
  layerOfIt.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const whole = await archive([[{ name: `blobs/${base.replace(':', '/')}` }, layerOfIt]]);
  const read = await layersIn(Readable.from([whole]), [base], () => undefined, never);
  expect(describeLayer(read, [base], base).files).toMatchObject([{ path: '/odd', kind: 'file', size: 7 }]);
});
