import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identifyProcess } from '../util/process-identity.ts';
import { homePaths } from './paths.ts';
import { supervisedHome } from './supervised-home.ts';

let folder: string;
let home: string;
const { pid } = process;

beforeEach(async () => {
  folder = await realpath(await mkdtemp('/tmp/sw-unit-'));
  home = join(folder, 'home');
  await mkdir(homePaths(home).run, { recursive: true });
  await mkdir(join(folder, String(pid)));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** What the system tells of this process. */
async function tell(cwd: string, environment = ''): Promise<void> {
  await symlink(cwd, join(folder, String(pid), 'cwd'));
  await writeFile(join(folder, String(pid), 'environ'), environment);
}

async function lock(holder: number): Promise<void> {
  const identity = await identifyProcess(holder);
  await writeFile(homePaths(home).lock, JSON.stringify({ ...identity, kind: 'headless' }));
}

describe.runIf(process.platform === 'linux')('the home that a process supervises', () => {
  it('is the folder that it works in, when the lock there is its own', async () => {
    await tell(home);
    expect(await supervisedHome(pid, folder)).toBeUndefined();
    await lock(pid);
    expect(await supervisedHome(pid, folder)).toBe(home);
  });

  it('is the one of its environment, wherever it works', async () => {
    await tell('/', `A=1\0SLIPWAY_HOME=${home}\0B=2\0`);
    await lock(pid);
    expect(await supervisedHome(pid, folder)).toBe(home);
  });

  it('is none when somebody else has the lock, when it is no file, and when nothing is told', async () => {
    await tell(home);
    await lock(process.ppid);
    expect(await supervisedHome(pid, folder)).toBeUndefined();
    await rm(homePaths(home).lock);
    await mkdir(homePaths(home).lock);
    expect(await supervisedHome(pid, folder)).toBeUndefined();
    expect(await supervisedHome(pid, join(folder, 'nothing'))).toBeUndefined();
  });
});
