import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { homesFolder, homesPrefix, runMark } from './test-homes.mjs';

const made: string[] = [];
const started: ChildProcess[] = [];

afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  for (const home of made.splice(0)) await rm(home, { recursive: true, force: true });
});

/** A home of a run, and two processes of it. */
async function homeOf(run: string) {
  const home = await mkdtemp(join(homesFolder, homesPrefix));
  made.push(home);
  await writeFile(join(home, runMark), run);
  const idle = ['-e', 'setInterval(() => undefined, 1_000)'];
  const child = spawn(process.execPath, [...idle, join(home, 'disk')], { stdio: 'ignore' });
  // As a host: it is told its home by its environment alone.
  const env = { ...process.env, SLIPWAY_HOME: join(home, '.slipway') };
  const host = spawn(process.execPath, idle, { stdio: 'ignore', env });
  started.push(child, host);
  return { home, child, host };
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

it.skipIf(process.platform !== 'linux')(
  'removes what its run has left once that has ended, and nothing else',
  async () => {
    const [mine, other] = [await homeOf('one-run'), await homeOf('another-run')];
    const janitor = spawn(process.execPath, [join(import.meta.dirname, 'janitor.mjs'), 'one-run'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    started.push(janitor);
    await once(janitor.stdout, 'data');
    // A run that lives on keeps all it has.
    expect(janitor.exitCode).toBeNull();
    expect(await isThere(mine.home)).toBe(true);
    const ended = Promise.all([mine.child, mine.host].map((child) => once(child, 'exit')));
    janitor.kill('SIGINT');
    janitor.stdin.end();
    const killed = [null, 'SIGKILL'];
    expect(await ended).toEqual([killed, killed]);
    // As a process does that was just ending: anew, and without the mark of its run.
    await expect.poll(() => isThere(mine.home)).toBe(false);
    await mkdir(join(mine.home, '.slipway'), { recursive: true });
    await once(janitor, 'exit');
    expect(await isThere(mine.home)).toBe(false);
    expect(await isThere(other.home)).toBe(true);
    expect([other.child.exitCode, other.host.exitCode]).toEqual([null, null]);
  },
  30_000,
);
