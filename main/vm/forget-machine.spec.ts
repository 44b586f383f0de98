import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { identifyProcess } from '../util/process-identity.ts';
import { createFakeMachine } from './fakes/fake-machine.ts';
import { forgetMachine } from './forget-machine.ts';

let paths: HomePaths;

beforeEach(async () => {
  paths = homePaths(await mkdtemp(join(tmpdir(), 'forget-')));
  await prepareHome(paths);
});

afterEach(() => rm(paths.home, { recursive: true, force: true }));

describe('forgetMachine', () => {
  it('removes the record and the sockets of a VM that is gone, and does nothing without one', async () => {
    await writeFile(paths.vmRecord, JSON.stringify(createFakeMachine(77).record));
    await writeFile(paths.qmpSocket, '');
    await forgetMachine(paths);
    expect(await readdir(paths.run)).toEqual([]);
    await forgetMachine(paths);
  });

  it('keeps those of a VM that lives, and names its process', async () => {
    const own = await identifyProcess(process.pid);
    await writeFile(paths.vmRecord, JSON.stringify({ ...createFakeMachine(77).record, process: own }));
    await writeFile(paths.qmpSocket, '');
    await expect(forgetMachine(paths)).rejects.toMatchObject({
      code: 'vm-orphaned',
      message: expect.stringContaining(`process ${process.pid} `),
      hint: expect.stringMatching(/\w/),
    });
    expect(await readdir(paths.run)).toHaveLength(2);
  });
});
