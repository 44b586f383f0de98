import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type HomePaths, homePaths, nodePaths } from '../../home/paths.ts';
import { identifyProcess } from '../../util/process-identity.ts';
import { nodeAddress } from '../../vm/node-address.ts';
import { createNodeFolder } from './node-records.ts';
import { doFurtherVmsRun, homeStatusFromDisk, readStoppedNodes } from './stopped-nodes.ts';

let main: HomePaths;

beforeEach(async () => {
  main = homePaths(await mkdtemp(join(tmpdir(), 'stopped-')));
});
afterEach(() => rm(main.home, { recursive: true, force: true }));

/** Writes down that a process of this computer is a VM. */
async function writeMachine(name: string, pid: number): Promise<void> {
  const { vmRecord } = nodePaths(main, name);
  await mkdir(dirname(vmRecord), { recursive: true });
  const machine = { driver: 'qemu', accelerator: 'tcg', cpus: 1, memoryMiB: 64 };
  await writeFile(vmRecord, JSON.stringify({ ...machine, process: await identifyProcess(pid) }));
}

it('none run where there are none, or where they are stopped', async () => {
  expect(await doFurtherVmsRun(main)).toBe(false);
  await createNodeFolder(main, { name: 'a', number: 2, nodeId: 'n', createdAt: 0 });
  expect(await doFurtherVmsRun(main)).toBe(false);
  expect(await readStoppedNodes(main)).toMatchObject([{ name: 'a', state: 'stopped', vm: null }]);
});

it.each([true, false])(
  'one whose process lives is found, its record being readable: %s',
  async (isReadable) => {
    if (isReadable) await createNodeFolder(main, { name: 'a', number: 2, nodeId: 'n', createdAt: 0 });
    await writeMachine('a', process.pid);
    expect(await doFurtherVmsRun(main)).toBe(true);
  },
);

it('they are in the status of a home without a host, as far as their folder can be read', async () => {
  expect(await homeStatusFromDisk(main)).toMatchObject({ state: 'stopped', nodes: [] });
  await createNodeFolder(main, { name: 'a', number: 2, nodeId: 'n', createdAt: 7 });
  expect((await homeStatusFromDisk(main)).nodes).toEqual([
    {
      ...{ name: 'a', state: 'stopped', address: nodeAddress(2), socket: null, vm: null },
      ...{ nodeId: 'n', problem: null, createdAt: 7 },
    },
  ]);
  await rm(main.nodes, { recursive: true });
  await writeFile(main.nodes, 'in the way');
  expect((await homeStatusFromDisk(main)).nodes).toEqual([]);
});
