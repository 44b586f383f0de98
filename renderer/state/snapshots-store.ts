import { create } from 'zustand';
import { type Failure, toFailure } from '../../main/contract/errors.ts';
import { formatSize } from '../../main/contract/format.ts';
import type { SnapshotProgress, Snapshots } from '../../main/contract/snapshots.ts';
import { call, listen } from '../bridge.ts';
import { notify } from './notices.ts';

interface SnapshotsStore {
  /** Null until they were first read. */
  readonly known: Snapshots | null;
  /** Why they could not be read; null when they could. */
  readonly failure: Failure | null;
  /** What is being made or restored, whoever asked for it. */
  readonly progress: SnapshotProgress | null;
  /** A request of this window is under way. */
  readonly busy: boolean;
}

/** The snapshots, as the host tells of them. */
export const useSnapshots = create<SnapshotsStore>(() => ({
  known: null,
  failure: null,
  progress: null,
  busy: false,
}));

/** Begins to follow them. Call once. */
export function followSnapshots(): void {
  listen('snapshots', ({ progress }) => {
    useSnapshots.setState({ progress });
    // Before anybody has looked there is nothing to renew.
    if (progress === null && useSnapshots.getState().known !== null) void readSnapshots();
  });
}

/** Reads them again. */
export async function readSnapshots(): Promise<void> {
  try {
    useSnapshots.setState({ known: await call('snapshots.list', {}), failure: null });
  } catch (error) {
    useSnapshots.setState({ failure: toFailure(error) });
  }
}

/** Keeps the present state under a name. */
export function createSnapshot(name: string): Promise<void> {
  return alone(async () => {
    const { bytes, memory } = await call('snapshots.create', { name });
    return `Kept ${memory ? 'disk and memory' : 'the disk'} as ${name}, ${formatSize(bytes)}.`;
  });
}

/** Goes back to a snapshot. */
export function restoreSnapshot(name: string): Promise<void> {
  return alone(async () => {
    const { memory, back } = await call('snapshots.restore', { name });
    if (memory.kind === 'unfit') notify({ kind: 'failure', failure: unfit(name, memory.why) });
    return back === null ? `Restored ${name}.` : `Restored ${name}. The way back is ${back}.`;
  });
}

/** Removes a snapshot. */
export function deleteSnapshot(name: string): Promise<void> {
  return alone(async () => {
    useSnapshots.setState({ known: await call('snapshots.delete', { name }) });
    return `Removed ${name}.`;
  });
}

/** Gives up what is under way, if it still can be. */
export async function cancelSnapshot(): Promise<void> {
  await call('snapshots.cancel', {}).catch(() => undefined);
}

async function alone(work: () => Promise<string>): Promise<void> {
  if (useSnapshots.getState().busy) return;
  useSnapshots.setState({ busy: true });
  try {
    notify({ kind: 'done', text: await work() });
  } catch (error) {
    const failure = toFailure(error);
    if (failure.code !== 'aborted') notify({ kind: 'failure', failure });
  } finally {
    useSnapshots.setState({ busy: false });
    await readSnapshots();
  }
}

function unfit(name: string, why: string): Failure {
  return {
    code: 'resume-failed',
    message: `The memory in ${name} cannot be used: ${why}. The disk alone was restored.`,
    hint: 'Containers begin anew; what they had written to disk is there.',
  };
}
