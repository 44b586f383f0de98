import {
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DiskStamp, stampDisk } from '../disk-stamp.ts';
import { fakeFingerprint } from '../fakes/fake-machine.ts';
import {
  discard,
  findMemoryImage,
  finishSealed,
  isMemoryKept,
  type MemoryImagePaths,
  seal,
  unfinished,
  verify,
  whyUnfit,
} from './memory-image.ts';

const { signal } = new AbortController();

let folder: string;
let disk: string;
let paths: MemoryImagePaths;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'memory-image-'));
  disk = join(folder, 'data.img');
  paths = { memory: join(folder, 'asleep.memory'), manifest: join(folder, 'asleep.json') };
  await writeFile(disk, Buffer.alloc(4_096, 'files'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const findData = async () => null;

/** What QEMU would have written, sealed with the disk as it is; not yet committed. */
async function save(bound = true) {
  await writeFile(unfinished(paths), Buffer.alloc(100_000, 'memory'));
  const what = { format: 'mapped', fingerprint: fakeFingerprint, savedAt: 1 } as const;
  const stamp: DiskStamp | null = bound ? await stampDisk(disk) : null;
  return seal(paths, what, stamp === null ? null : { path: disk, stamp }, { findData }, signal);
}

async function saved(bound = true) {
  await (await save(bound)).commit();
  const image = await findMemoryImage(paths);
  if (image === undefined) throw new Error('no image');
  return image;
}

const refusal = async (image: Awaited<ReturnType<typeof saved>>) => whyUnfit(image, fakeFingerprint, disk);

describe('an image of memory', () => {
  it('is found whole once it is committed, and fits', async () => {
    const image = await saved();
    expect(image).toMatchObject({ format: 'mapped', fingerprint: fakeFingerprint, disk: { generation: 1 } });
    expect(await isMemoryKept(paths)).toBe(true);
    expect(await refusal(image)).toBeNull();
    expect(await verify(image, signal)).toBeNull();
    expect((await readdir(folder)).toSorted()).toEqual(['asleep.json', 'asleep.memory', 'data.img']);
  });

  it('is not found before that, whatever is there of it', async () => {
    const sealed = await save();
    expect(await findMemoryImage(paths)).toBeUndefined();
    expect(await isMemoryKept(paths)).toBe(false);
    await sealed.commit();
    await rm(paths.manifest);
    expect(await findMemoryImage(paths)).toBeUndefined();
  });

  it('leaves nothing when it is discarded, at whatever point that is', async () => {
    await save();
    await writeFile(unfinished(paths), 'and half of another');
    await discard(paths);
    expect(await readdir(folder)).toEqual(['data.img']);
    await saved();
    await discard(paths);
    await discard(paths);
    expect(await readdir(folder)).toEqual(['data.img']);
  });

  it('loses its manifest first', async () => {
    await saved();
    await rm(paths.memory);
    // A folder in the file's place, which removing fails on.
    await mkdir(paths.memory);
    await expect(discard(paths)).rejects.toThrow();
    expect(await isMemoryKept(paths)).toBe(false);
  });

  it('cannot be sealed when QEMU wrote nothing', async () => {
    const what = { format: 'mapped', fingerprint: fakeFingerprint, savedAt: 1 } as const;
    await expect(seal(paths, what, null, { findData }, signal)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await isMemoryKept(paths)).toBe(false);
  });
});

describe('sealing', () => {
  const what = { format: 'mapped', fingerprint: fakeFingerprint, savedAt: 1 } as const;

  it('tells what the file takes on the disk, where its holes are known', async () => {
    await writeFile(unfinished(paths), Buffer.alloc(100_000, 'memory'));
    const known = async () => [{ start: 0, length: 100_000 }];
    await (await seal(paths, what, null, { findData: known }, signal)).commit();
    const image = await findMemoryImage(paths);
    expect(image?.sums.blocks).toBe((await stat(paths.memory)).blocks);
    expect(image && (await verify(image, signal))).toBeNull();
  });

  it('that is called off leaves nothing that is found, and its file to whoever discards it', async () => {
    await writeFile(unfinished(paths), Buffer.alloc(100_000, 'memory'));
    const off = AbortSignal.abort(new Error('enough'));
    await expect(seal(paths, what, null, { findData }, off)).rejects.toThrow('enough');
    expect((await readdir(folder)).toSorted()).toEqual(['asleep.memory.tmp', 'data.img']);
  });
});

describe('a save that its host did not come to the end of', () => {
  it('counts once all of it is on disk, and the disk is as it was', async () => {
    await save();
    expect(await finishSealed(paths, disk)).toBe(true);
    const image = await findMemoryImage(paths);
    if (image === undefined) throw new Error('no image');
    expect(await refusal(image)).toBeNull();
    expect(await verify(image, signal)).toBeNull();
    expect((await readdir(folder)).toSorted()).toEqual(['asleep.json', 'asleep.memory', 'data.img']);
  });

  it.each<readonly [string, () => Promise<unknown>]>([
    ['the disk was used since', () => stampDisk(disk)],
    ['the disk was written to since', () => utimes(disk, 1, 1)],
    ['the disk is gone', () => rm(disk)],
    ['the memory is gone', () => rm(paths.memory)],
    ['the memory was cut', () => truncate(paths.memory, 99_999)],
    ['the memory never got its name', () => rename(paths.memory, unfinished(paths))],
    ['its list is damaged', () => truncate(`${paths.manifest}.tmp`, 50)],
    ['there is another that counts', () => writeFile(paths.manifest, '{}')],
  ])('does not count when %s', async (_, change) => {
    await save();
    await change();
    expect(await finishSealed(paths, disk)).toBe(false);
    expect((await readdir(folder)).filter((name) => name === 'asleep.json.tmp')).toHaveLength(1);
  });

  it('does not count when no disk belongs to it, and where there is none', async () => {
    expect(await finishSealed(paths, disk)).toBe(false);
    await save(false);
    expect(await finishSealed(paths, disk)).toBe(false);
  });
});

describe('an image is refused', () => {
  it('for another VM, in words that name the difference', async () => {
    const image = await saved();
    expect(await whyUnfit(image, { ...fakeFingerprint, cpus: 3 }, disk)).toBe(
      'it was saved with 2 cores, the VM has 3 cores now',
    );
  });

  it('whose file is gone', async () => {
    const image = await saved();
    await rm(paths.memory);
    expect(await refusal(image)).toBe('its file is gone');
  });

  it('whose disk was stamped since, by a start or by another sleep', async () => {
    const image = await saved();
    await stampDisk(disk);
    expect(await refusal(image)).toBe(
      'it belongs to generation 1 of the data disk, which has been used since',
    );
  });

  it('whose disk lost its stamp', async () => {
    const image = await saved();
    const handle = await open(disk, 'r+');
    await handle.write(Buffer.alloc(512), 0, 512, 0);
    await handle.close();
    expect(await refusal(image)).toBe(
      'it belongs to generation 1 of the data disk, which has been used since',
    );
  });

  it('whose disk was written to since, its stamp untouched', async () => {
    const image = await saved();
    const handle = await open(disk, 'r+');
    await handle.write('x', 2_000);
    await handle.close();
    await utimes(disk, new Date(), new Date(Date.now() + 1));
    expect(await refusal(image)).toBe('the data disk was written to since');
  });

  it('whose disk is an old copy', async () => {
    await stampDisk(disk);
    const copy = await readFile(disk);
    const image = await saved();
    await writeFile(disk, copy);
    expect(await refusal(image)).toBe(
      'it belongs to generation 2 of the data disk, which has been used since',
    );
  });

  it('whose disk is gone: with an error', async () => {
    const image = await saved();
    await rm(disk);
    await expect(refusal(image)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('not for its disk, when it was saved before any was opened', async () => {
    const image = await saved(false);
    await stampDisk(disk);
    expect(await refusal(image)).toBeNull();
  });

  it('whose file was cut, or changed in one bit', async () => {
    const image = await saved();
    const content = await readFile(paths.memory);
    content[50_000] = (content[50_000] ?? 0) ^ 1;
    await writeFile(paths.memory, content);
    expect(await verify(image, signal)).toBe('it was changed near byte 0');
    await truncate(paths.memory, 99_999);
    expect(await verify(image, signal)).toBe('it has 99999 bytes and not 100000');
  });
});

describe('a manifest', () => {
  it('with any one bit flipped leads to no image, to a refusal, or to nothing that counts', async () => {
    const image = await saved();
    const text = await readFile(paths.manifest);
    let unfound = 0;
    for (let at = 0; at < text.length; at++) {
      const harmed = Buffer.from(text);
      harmed[at] = (harmed[at] ?? 0) ^ (1 << (at % 8));
      await writeFile(paths.manifest, harmed);
      const found = await findMemoryImage(paths);
      if (found === undefined) {
        unfound += 1;
        continue;
      }
      const why = (await refusal(found)) ?? (await verify(found, signal));
      const same = { ...found, savedAt: image.savedAt, disk: { ...found.disk, generation: 1 } };
      if (why === null) expect(same).toEqual(image);
    }
    expect(unfound).toBeGreaterThan(text.length / 2);
  });

  it.each(['', '{', '[]', '{"version":2}', 'null'])(
    '%j is of no use, and is there all the same',
    async (text) => {
      await saved();
      await writeFile(paths.manifest, text);
      expect(await findMemoryImage(paths)).toBeUndefined();
      expect(await isMemoryKept(paths)).toBe(true);
    },
  );

  it('is never taken from where it is written ahead', async () => {
    await saved();
    await rename(paths.manifest, `${paths.manifest}.tmp`);
    expect(await findMemoryImage(paths)).toBeUndefined();
  });
});
