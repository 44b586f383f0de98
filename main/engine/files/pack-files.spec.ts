import { mkdir, mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { gatherFiles, packFiles } from './pack-files.ts';

const never = new AbortController().signal;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pack-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('refuses two files of the same name, and takes the same one twice for one', async () => {
  const [one, other] = [join(folder, 'a', 'notes'), join(folder, 'b', 'notes')];
  for (const path of [one, other]) {
    await mkdir(join(path, '..'));
    await writeFile(path, 'text');
  }
  await expect(gatherFiles([one, other], never)).rejects.toMatchObject({
    code: 'invalid-argument',
    message: `Could not take along both ${one} and ${other}: they have the same name.`,
  });
  expect((await gatherFiles([one, one], never)).items).toHaveLength(1);
});

it.skipIf(process.platform !== 'linux')('leaves no file open when it is ended', async () => {
  const file = join(folder, 'large');
  await writeFile(file, Buffer.alloc(5_000_000));
  const isOpen = async () => {
    const open = await readdir('/proc/self/fd');
    const paths = await Promise.all(open.map((one) => readlink(`/proc/self/fd/${one}`).catch(() => '')));
    return paths.includes(file);
  };
  const archive = packFiles(await gatherFiles([file], never), { uid: 0, gid: 0 }, () => undefined);
  const body = Readable.from(archive, { objectMode: false });
  await new Promise((resolve) => body.once('readable', resolve));
  expect(await isOpen()).toBe(true);
  body.destroy();
  await expect.poll(isOpen).toBe(false);
});

it('waits for its reader with no more listeners for a file of any length', async () => {
  const file = join(folder, 'large');
  await writeFile(file, Buffer.alloc(5_000_000));
  const warned = vi.spyOn(process, 'emitWarning');
  const archive = packFiles(await gatherFiles([file], never), { uid: 0, gid: 0 }, () => undefined);
  let bytes = 0;
  for await (const piece of archive) bytes += (piece as Buffer).length;
  expect(bytes).toBeGreaterThan(5_000_000);
  expect(warned).not.toHaveBeenCalled();
});
