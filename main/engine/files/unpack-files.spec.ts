import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { expect, it } from 'vitest';
import { unpackInto } from './unpack-files.ts';

it('counts what it leaves out: devices, pipes and what would lie outside', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'unpack-'));
  const archive = pack();
  archive.entry({ name: 'plain' }, 'text');
  archive.entry({ name: 'pipe', type: 'fifo' });
  archive.entry({ name: 'zero', type: 'character-device', devmajor: 1, devminor: 5 });
  archive.entry({ name: '../out' }, 'text');
  archive.finalize();
  const body = Readable.from(archive, { objectMode: false });
  const done = await unpackInto(folder, body, () => undefined, new AbortController().signal);
  expect(await readdir(folder)).toEqual(['plain']);
  expect(done).toMatchObject({ files: 1, leftOut: 3 });
  await rm(folder, { recursive: true });
});
