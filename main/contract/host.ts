import { z } from 'zod';
import type { DiskChange, DiskUsage, MemoryUse } from './disk.ts';
import type { Domains } from './domains.ts';
import { type NodeProgress, nodeVmRequests } from './node-vms.ts';
import type { PublishedPort } from './ports.ts';
import { nothing, request } from './requests.ts';
import { type Setting, settingDefinitions } from './settings.ts';
import type { ShareState } from './shares.ts';
import {
  type Restored,
  type Snapshot,
  type SnapshotProgress,
  type Snapshots,
  snapshotName,
} from './snapshots.ts';
import type { Status } from './status.ts';

/**
 * What the host of the VM (window or headless process) answers, over the control socket and over Electron IPC.
 * `vm.start` and `vm.stop` answer once it is done: running or stopped; a failure to get there rejects.
 */
export const hostRequests = {
  'status.get': request<Status>()(nothing),
  /** Joins a start that is under way; answers at once when running. `cold`: boots, whatever could be resumed. */
  'vm.start': request<Status>()(z.strictObject({ cold: z.boolean().optional() })),
  /** Saves the VM's memory and ends its process; the docker socket goes on listening, and wakes it. */
  'vm.sleep': request<Status>()(nothing),
  /** What the VM holds and uses of memory; null unless it runs. Asks the guest: for as long as somebody looks. */
  'memory.get': request<MemoryUse | null>()(nothing),
  'disk.usage': request<DiskUsage>()(nothing),
  /** Gives back to the host what the guest does not use; wakes a VM that sleeps. */
  'disk.compact': request<DiskChange>()(nothing),
  /** Makes the data disk larger, running or not, and the setting with it; wakes a VM that sleeps. */
  'disk.resize': request<DiskChange>()(z.strictObject({ gib: settingDefinitions['vm.diskGiB'].schema })),
  /** What containers publish on this computer, of a VM that sleeps too; wakes none. */
  'ports.list': request<readonly PublishedPort[]>()(nothing),
  /** The names of containers, of a VM that sleeps too; wakes none. */
  'domains.list': request<Domains>()(nothing),
  /** Which folders of this computer containers can see. Wakes no VM. */
  'shares.list': request<readonly ShareState[]>()(nothing),
  'vm.stop': request<Status>()(nothing),
  /** Tells no more, as a problem, of a VM that was started again by itself. Nothing when there is nothing to tell. */
  'vm.dismissRestart': request<Status>()(nothing),
  'vm.restart': request<Status>()(nothing),
  'settings.list': request<readonly Setting[]>()(nothing),
  'settings.set': request<Setting>()(
    z.strictObject({ key: z.string(), value: z.union([z.string(), z.number(), z.boolean()]) }),
  ),
  'settings.unset': request<Setting>()(z.strictObject({ key: z.string() })),
  /** The last part of the guest's console, at most `bytes` bytes of it. */
  'console.read': request<{ readonly text: string }>()(
    z.strictObject({ bytes: z.number().int().positive().max(1_048_576).default(65_536) }),
  ),
  'snapshots.list': request<Snapshots>()(nothing),
  /** Keeps the state as it is, with the memory where there is one. Given up when whoever asked goes away. */
  'snapshots.create': request<Snapshot>()(z.strictObject({ name: snapshotName })),
  /** Puts a snapshot in the place of the present state, which becomes a snapshot itself. */
  'snapshots.restore': request<Restored>()(z.strictObject({ name: snapshotName })),
  'snapshots.delete': request<Snapshots>()(z.strictObject({ name: snapshotName })),
  /** Gives up what is being created or restored, if it still can be; nothing otherwise. */
  'snapshots.cancel': request<void>()(nothing),
  ...nodeVmRequests,
} as const;

/** What a host announces. */
export interface HostEvents {
  readonly status: Status;
  /** New output of the guest's console, as it comes. */
  readonly console: { readonly text: string };
  /** How far a snapshot's making or restoring is; null: it has ended, or snapshots have changed otherwise. */
  readonly snapshots: { readonly progress: SnapshotProgress | null };
  /** What is published on this computer has changed, or who uses it: it is to be read again. */
  readonly ports: Readonly<Record<string, never>>;
  /** How far the making or removing of a further VM is; null: it has ended. */
  readonly nodeVms: { readonly progress: NodeProgress | null };
  /** Names of containers, or where they are answered, have changed: they are to be read again. */
  readonly domains: Readonly<Record<string, never>>;
}
