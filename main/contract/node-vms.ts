import { z } from 'zod';
import type { Failure } from './errors.ts';
import { nodeNamePattern, nodeNameRule } from './node-vm-words.ts';
import { nothing, request } from './requests.ts';
import type { Status, VmState } from './status.ts';

const nodeName = z.string().regex(nodeNamePattern, nodeNameRule);

/** A further VM of this computer, whose engine is a node of the Swarm of the main one. */
export interface NodeVm {
  readonly name: string;
  readonly state: VmState;
  /** Where the other VMs reach it. No other computer and no program of this one does. */
  readonly address: string;
  /** `unix://` address of its own engine; null unless that runs. */
  readonly socket: string | null;
  readonly vm: Status['vm'];
  /** Its id among the Swarm's nodes; null while it has not joined. */
  readonly nodeId: string | null;
  /** Why it does not run though it is to, or what else is wrong; null when nothing is. */
  readonly problem: Failure | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** What the Swarm itself says of a further VM's engine. */
export interface SwarmStanding {
  /** The Swarm's own words: `ready`, `down`, `unknown`, `disconnected`; null where the Swarm does not tell or does not know it. */
  readonly state: string | null;
  /** `active`, `pause` or `drain`; null as above. */
  readonly availability: string | null;
  readonly role: 'manager' | 'worker' | null;
}

/** A further VM, with what the Swarm says of it. */
export interface ListedNodeVm extends NodeVm {
  readonly swarm: SwarmStanding;
}

/** What is done for a further VM, in this order. */
export type NodeStep = 'engine' | 'swarm' | 'start' | 'join' | 'ready' | 'drain' | 'leave' | 'stop' | 'undo';

/** How far the making or removing of one is. */
export interface NodeProgress {
  readonly name: string;
  readonly work: 'add' | 'remove';
  readonly step: NodeStep;
}

/** What came of making one. */
export interface AddedNode {
  readonly node: NodeVm;
  /** There was no Swarm: it was begun, with the main engine as its manager. */
  readonly beganSwarm: boolean;
  /** From asking for it until the Swarm had it. In milliseconds. */
  readonly durationMs: number;
}

/** What a host answers about further VMs. `.add` and `.remove` start or wake the main VM; one of them is done at a time. */
export const nodeVmRequests = {
  /** Wakes nothing: what the Swarm says is missing while the engine does not run. */
  'nodeVms.list': request<readonly ListedNodeVm[]>()(nothing),
  /** A VM of the main one's size whose engine joins its Swarm as a worker; without a name it is given one. Nothing is left of one that fails. */
  'nodeVms.add': request<AddedNode>()(z.strictObject({ name: nodeName.optional() })),
  /**
   * Has its tasks moved, takes it out of the Swarm and deletes it, with its containers, images and volumes. `force`: without asking the Swarm
   * for anything that the Swarm does not do.
   */
  'nodeVms.remove': request<void>()(z.strictObject({ name: nodeName, force: z.boolean().default(false) })),
  /** Gives up what is being made, which is undone; nothing otherwise. */
  'nodeVms.cancel': request<void>()(nothing),
} as const;
