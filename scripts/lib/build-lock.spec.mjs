import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeBuildLock } from './build-lock.mjs';

/** @type {string} */
let folder;
/** @type {string} */
let path;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-lock-'));
  path = join(folder, 'build', 'lock');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const { signal } = new AbortController();
const mustNotWait = () => {
  throw new Error('waited for a dead holder');
};

describe('takeBuildLock', () => {
  it('names its holder while it is held, and leaves nothing behind', async () => {
    const giveBack = await takeBuildLock(path, { signal, onWait: mustNotWait });
    expect(JSON.parse(await readFile(path, 'utf8')).pid).toBe(process.pid);
    await giveBack();
    await giveBack();
    expect(await readdir(join(folder, 'build'))).toEqual([]);
  });

  it('waits for a living holder, telling who it is, and goes on when that one is done', async () => {
    const holder = spawn(process.execPath, [
      '--input-type=module',
      '--eval',
      `import { takeBuildLock } from ${JSON.stringify(new URL('./build-lock.mjs', import.meta.url).href)};
       const giveBack = await takeBuildLock(${JSON.stringify(path)}, { signal: new AbortController().signal, onWait() {} });
       console.log('held');
       process.stdin.once('data', async () => { await giveBack(); process.exit(0); });`,
    ]);
    await once(holder.stdout, 'data');
    /** @type {number[]} */
    const waitedFor = [];
    const taken = takeBuildLock(path, {
      signal,
      onWait: ({ pid }) => {
        waitedFor.push(pid);
        holder.stdin.write('go\n');
      },
    });
    const giveBack = await taken;
    expect(waitedFor).toEqual([holder.pid]);
    await giveBack();
  });

  it.each([
    ['of a process that is gone', JSON.stringify({ pid: 2 ** 30, startedAt: '1' })],
    [
      'of an earlier process with the same number',
      JSON.stringify({ pid: process.pid, startedAt: 'earlier' }),
    ],
    ['that cannot be read', 'rubbish'],
  ])('takes over a lock %s', async (_, text) => {
    await (await takeBuildLock(path, { signal, onWait: mustNotWait }))();
    await writeFile(path, text);
    const giveBack = await takeBuildLock(path, { signal, onWait: mustNotWait });
    await giveBack();
    await expect(access(path)).rejects.toThrow();
  });

  it('gives up at its deadline, and when it is told to', async () => {
    const giveBack = await takeBuildLock(path, { signal, onWait: mustNotWait });
    const late = takeBuildLock(path, { signal, onWait: () => undefined, deadlineMs: -1 });
    await expect(late).rejects.toThrow('for too long');
    const stop = new AbortController();
    const stopped = takeBuildLock(path, { signal: stop.signal, onWait: () => stop.abort(new Error('stop')) });
    await expect(stopped).rejects.toThrow('stop');
    await giveBack();
  });
});
