import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readJsonFile, writeFileAtomically } from './atomic-file.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atomic-'));
  path = join(folder, 'file.json');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('writeFileAtomically', () => {
  it('writes and replaces, for its owner alone, and leaves nothing beside', async () => {
    await writeFileAtomically(path, 'one');
    await writeFileAtomically(path, 'two');
    expect(await readFile(path, 'utf8')).toBe('two');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['file.json']);
  });

  it('never shows a reader a part', async () => {
    const [short, long] = ['a'.repeat(10), 'b'.repeat(500_000)];
    await writeFileAtomically(path, short);
    const seen = new Set<string>();
    const writing = (async () => {
      for (let turn = 0; turn < 10; turn += 1) await writeFileAtomically(path, turn % 2 ? short : long);
    })();
    let done = false;
    void writing.then(() => {
      done = true;
    });
    while (!done) seen.add(await readFile(path, 'utf8'));
    expect([...seen].filter((text) => text !== short && text !== long)).toEqual([]);
  });

  it('lets writers of the same moment each write a whole file', async () => {
    const texts = Array.from({ length: 8 }, (_, index) => String(index).repeat(1000));
    await Promise.all(texts.map((text) => writeFileAtomically(path, text)));
    expect(texts).toContain(await readFile(path, 'utf8'));
    expect(await readdir(folder)).toEqual(['file.json']);
  });

  it('keeps the old file and leaves no other when it cannot replace it', async () => {
    await mkdir(path);
    await expect(writeFileAtomically(path, 'new')).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['file.json']);
    expect((await stat(path)).isDirectory()).toBe(true);
  });
});

describe('readJsonFile', () => {
  it('gives what was written, and undefined for no file or a damaged one', async () => {
    expect(await readJsonFile(path)).toBeUndefined();
    await writeFile(path, '{"a":1}');
    expect(await readJsonFile(path)).toEqual({ a: 1 });
    await writeFile(path, '{"a":');
    expect(await readJsonFile(path)).toBeUndefined();
  });

  it('passes on that a file cannot be read', async () => {
    await expect(readJsonFile(folder)).rejects.toThrow(/EISDIR/);
  });
});
