import type { ListedNodeVm } from '../../contract/node-vms.ts';
import type { Status } from '../../contract/status.ts';
import { type HomePaths, nodePaths } from '../../home/paths.ts';
import { nodeAddress } from '../../vm/node-address.ts';
import { statusFromDisk } from '../disk-status.ts';
import { readNodeRecords } from './node-records.ts';

/** What is known of further VMs that no host answers for, from their files and the process table alone. */
export async function readStoppedNodes(main: HomePaths): Promise<readonly ListedNodeVm[]> {
  const { records } = await readNodeRecords(main);
  return Promise.all(
    records.map(async ({ name, number, nodeId, createdAt }) => {
      const { state, vm } = await statusFromDisk(nodePaths(main, name));
      return {
        ...{ name, state, address: nodeAddress(number), socket: null, vm, nodeId, problem: null, createdAt },
        swarm: { state: null, availability: null, role: null },
      };
    }),
  );
}

/** {@link statusFromDisk} of the main VM, with what is known of the further ones. */
export async function homeStatusFromDisk(main: HomePaths): Promise<Status> {
  const [status, nodes] = await Promise.all([
    statusFromDisk(main),
    // A folder that cannot be read: what is wrong with the home is told by the other.
    readStoppedNodes(main).catch(() => []),
  ]);
  return { ...status, nodes: nodes.map(({ swarm: _, ...node }) => node) };
}

/** Whether the process of a further VM lives, be its record readable or not; from files and the process table alone. */
export async function doFurtherVmsRun(main: HomePaths): Promise<boolean> {
  const { records, unreadable } = await readNodeRecords(main);
  const names = [...records.map(({ name }) => name), ...unreadable];
  const found = await Promise.all(names.map((name) => statusFromDisk(nodePaths(main, name))));
  return found.some(({ vm }) => vm !== null);
}
