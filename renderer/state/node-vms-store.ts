import { create } from 'zustand';
import type { NodeProgress, NodeVm } from '../../main/contract/node-vms.ts';
import { call, listen } from '../bridge.ts';
import { refreshList } from './engine-store.ts';
import { isOwn, useEngines } from './engines-store.ts';
import { notify } from './notices.ts';
import { useStatus } from './status-store.ts';

interface NodeVmsStore {
  /** What is being done for a further VM, whoever asked for it; null when nothing is. */
  readonly progress: NodeProgress | null;
}

/** Further VMs of this computer; which there are is in the status. */
export const useNodeVms = create<NodeVmsStore>(() => ({ progress: null }));

/** Begins to follow them. Call once. */
export function followNodeVms(): void {
  listen('nodeVms', ({ progress }) => {
    useNodeVms.setState({ progress });
    if (progress === null) refreshList('swarm');
  });
}

/** Whether further VMs could join the Swarm that is shown: they are this computer's, and join Slipway's own engine. */
export function useCanAddNodes(): boolean {
  return useEngines(isOwn);
}

/** The further VM that is a node of the Swarm, by that node's id. */
export function useNodeVm(node: string): NodeVm | undefined {
  return useStatus(({ status }) => status?.nodes.find(({ nodeId }) => nodeId === node));
}

/** Brings one up and has it join; an empty name: Slipway's choice. Rejects when it could not be: nothing of it is left then. */
export async function addNodeVm(name: string): Promise<void> {
  const { node, beganSwarm } = await call('nodeVms.add', name === '' ? {} : { name });
  const begun = beganSwarm ? ' There was none: this engine is the manager of a new one.' : '';
  refreshList('swarm');
  notify({ kind: 'done', text: `${node.name} is a node of the Swarm.${begun}` });
}

/** Moves its tasks, takes it out of the Swarm and deletes it. Rejects when it could not be. */
export async function removeNodeVm(name: string, force: boolean): Promise<void> {
  await call('nodeVms.remove', { name, force });
  refreshList('swarm');
  notify({ kind: 'done', text: `${name} is deleted.` });
}

/** Gives up what is under way: it is taken back. */
export async function cancelNodeVm(): Promise<void> {
  await call('nodeVms.cancel', {}).catch(() => undefined);
}
