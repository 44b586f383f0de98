import { chmod, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ShareProgram } from './share-program.ts';
import { copyIn, copyOut, findSharedMemory, lendMemory } from './shared-memory.ts';

const { signal } = new AbortController();
const user = { uid: 1000, gid: 1000 };
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-memory-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A program that is a script of the shell's. */
async function scripted(name: string, script: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

describe('memory that is lent', () => {
  const lend = async (script: string) => {
    const busybox = await scripted('busybox', script);
    return lendMemory({ busybox } as ShareProgram, user, 4096, signal);
  };

  it('is a file that is there until it is released', async () => {
    const lent = await lend(`exec 3<>'${folder}/memory'; echo lent >&3; echo ready; read -r _`);
    expect(await readFile(lent.path, 'utf8')).toBe('lent\n');
    lent.release();
    await expect.poll(() => readFile(lent.path, 'utf8').catch(() => 'gone')).toBe('gone');
  });

  it('is refused in the words of what could not make it', async () => {
    await expect(lend('echo "no such luck." >&2; exit 70')).rejects.toMatchObject({
      code: 'share-unavailable',
      message: expect.stringContaining('cannot be had: no such luck.'),
    });
  });
});

describe('the memory of a process', () => {
  const program = { command: 'qemu-img', leading: [] };

  it('is found among what it has open, by name and size', async () => {
    const path = join(folder, 'slipway-memory');
    const file = await open(path, 'w+');
    try {
      await file.truncate(8192);
      expect(await findSharedMemory(process.pid, 8192, program)).toEqual({
        ...{ bytes: 8192, program, path: `/proc/${process.pid}/fd/${file.fd}` },
      });
      expect(await findSharedMemory(process.pid, 4096, program)).toBeUndefined();
      expect(await findSharedMemory(process.pid, 8192, undefined)).toBeUndefined();
    } finally {
      await file.close();
    }
    expect(await findSharedMemory(process.pid, 8192, program)).toBeUndefined();
  });

  /** Takes down what it is told in the place of copying. */
  const copier = async (ending: string) => {
    const command = await scripted('qemu-img', `printf '%s\\n' "$@" >'${folder}/told'; ${ending}`);
    return { path: '/proc/7/fd/3', bytes: 4096, program: { command, leading: [] } };
  };

  it('is copied to the beginning of a file, and from there', async () => {
    const file = join(folder, 'a,b');
    const told = async () => (await readFile(join(folder, 'told'), 'utf8')).trim().split('\n').slice(-2);
    const memory = await copier('exit 0');
    await copyOut(memory, file, signal);
    expect(await told()).toEqual([
      expect.stringMatching(/,size=4096,.*file\.filename=\/proc\/7\/fd\/3$/),
      expect.stringMatching(/file\.filename=.*\/a,,b$/),
    ]);
    await copyIn(memory, file, signal);
    expect(await told()).toEqual([
      expect.stringMatching(/,size=4096,.*file\.filename=.*\/a,,b$/),
      expect.stringMatching(/file\.filename=\/proc\/7\/fd\/3$/),
    ]);
  });

  it('says why it could not be copied', async () => {
    const memory = await copier('echo "No space left on device" >&2; exit 1');
    await expect(copyOut(memory, 'x', signal)).rejects.toMatchObject({
      ...{ code: 'save-failed', message: expect.stringContaining('No space left on device') },
    });
    await expect(copyIn(memory, 'x', signal)).rejects.toMatchObject({ code: 'resume-failed' });
  });
});
