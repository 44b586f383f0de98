import { create } from 'zustand';
import type { Container } from '../../main/contract/engine/containers.ts';
import type { Transfer } from '../../main/contract/engine/transfers.ts';
import type { ChosenFile } from '../../main/contract/files.ts';
import { call } from '../bridge.ts';
import { readStream } from '../read-stream.ts';
import { doneNotice, type ImageUsers, leftBehind, usersOf } from './left-behind.ts';
import { notify, notifyFailure } from './notices.ts';
import { useView } from './view-store.ts';

/** Images on their way, the oldest first; what is done is told of and gone. */
export const useTransfers = create<{ readonly transfers: readonly Transfer[] }>(() => ({ transfers: [] }));

/** Kinds of archives that the engine reads. */
const archives = { name: 'Archives', extensions: ['tar', 'gz', 'tgz', 'bz2', 'xz', 'zst'] };

/** Begins to follow the transfers, and says what came of each, whatever is on the screen. Call once. */
export function followTransfers(): void {
  void follow();
}

async function follow(): Promise<void> {
  const told = new Set<string>();
  try {
    for await (const transfers of readStream('transfers.follow', {}, new AbortController().signal)) {
      for (const transfer of transfers) tellEnd(transfer, told);
      tellCancelled(transfers);
      // Of one that was cancelled nothing is told.
      for (const id of usersBefore.keys())
        if (!transfers.some((transfer) => transfer.id === id)) usersBefore.delete(id);
      useTransfers.setState({ transfers: transfers.filter(({ state }) => state.kind !== 'done') });
    }
  } catch (error) {
    notifyFailure(error);
  }
}

/** Who used the image of each pull's name when it began. */
const usersBefore = new Map<string, ImageUsers | undefined>();

/** Whoever waits for the end of a transfer, by its id; `isSeen` once the list has it. */
const waiting = new Map<string, { readonly listeners: Set<EndListener>; isSeen: boolean }>();

/** Hears how a transfer has ended: null, when it was cancelled. */
type EndListener = (end: Transfer['state'] | null) => void;

/**
 * Calls back once a transfer has ended; several may wait for the same one, since a pull that is begun again is the one under
 * way. A failure is then told by whoever hears it, and nowhere else.
 */
export function onTransferEnd(id: string, hear: EndListener): void {
  const listeners = waiting.get(id)?.listeners ?? new Set();
  // Of one that makes no progress the list says nothing again before it ends.
  const isSeen = useTransfers.getState().transfers.some((transfer) => transfer.id === id);
  waiting.set(id, { listeners: listeners.add(hear), isSeen });
}

/** What has gone from the list without an end was cancelled. */
function tellCancelled(transfers: readonly Transfer[]): void {
  for (const [id, waiter] of waiting) {
    const isThere = transfers.some((transfer) => transfer.id === id);
    if (!isThere && waiter.isSeen) tellWaiting(id, null);
    waiter.isSeen ||= isThere;
  }
}

/** Tells everyone who waits for a transfer how it has ended; answers whether there was anyone. */
function tellWaiting(id: string, end: Transfer['state'] | null): boolean {
  const waiter = waiting.get(id);
  waiting.delete(id);
  for (const hear of waiter?.listeners ?? []) hear(end);
  return waiter !== undefined;
}

function tellEnd({ id, kind, name, state }: Transfer, told: Set<string>): void {
  if (state.kind === 'running') {
    told.delete(id);
    if (kind === 'pull' && !usersBefore.has(id)) usersBefore.set(id, usersOf(name));
    return;
  }
  if (told.has(id)) return;
  told.add(id);
  const isAwaited = tellWaiting(id, state);
  if (state.kind === 'done') {
    void dismissTransfer(id);
    const before = usersBefore.get(id);
    usersBefore.delete(id);
    void leftBehind(name, before).then((users) => notify(doneNotice(state.said, users)));
    return;
  }
  if (isAwaited) return;
  // On its list it stands in full already.
  const { view, page } = useView.getState().place;
  if (view !== viewOf(kind) || page !== undefined) notify({ kind: 'failure', failure: state.failure });
}

/** Over which list a transfer is shown. */
export function viewOf(kind: Transfer['kind']): 'images' | 'containers' {
  return kind === 'export' ? 'containers' : 'images';
}

/** Fetches an image from its registry. Rejects when it could not even be begun. */
export async function pull(name: string): Promise<void> {
  await call('transfers.begin', { kind: 'pull', name });
}

/** Gives an image to a registry; `name` is one that it has here. Rejects when it could not even be begun. */
export async function push(name: string): Promise<void> {
  await call('transfers.begin', { kind: 'push', name });
}

/** Asks where to, and saves images there as one archive. `about` is what it may take, in bytes. */
export async function saveToFile(names: readonly string[], suggested: string, about: number): Promise<void> {
  await said(async () => {
    const kinds = [{ name: 'Archives', extensions: ['tar'] }];
    const target = await call('files.chooseTarget', {
      title: 'Save images',
      name: `${suggested}.tar`,
      kinds,
    });
    if (target === null) return;
    await call('transfers.begin', { kind: 'save', names: [...names], file: target.id, about });
  });
}

/** Asks where to, and writes all files of a container there, but for those in volumes. */
export async function exportToFile({ id, name }: Pick<Container, 'id' | 'name'>): Promise<void> {
  await said(async () => {
    const kinds = [{ name: 'Archives', extensions: ['tar'] }];
    const chosen = { title: 'Export a container', name: `${name}.tar`, kinds };
    const target = await call('files.chooseTarget', chosen);
    if (target !== null) await call('transfers.begin', { kind: 'export', id, name, file: target.id });
  });
}

/** Asks for archives of images, and loads each. */
export async function loadFromFiles(): Promise<void> {
  await said(async () => {
    const chosen = await call('files.chooseSources', {
      ...{ title: 'Load images', kinds: [archives], several: true },
    });
    for (const { id } of chosen) await call('transfers.begin', { kind: 'load', file: id });
  });
}

/** Asks for an archive of a root file system; null when the user has decided against it. */
export async function chooseRootArchive(): Promise<ChosenFile | null> {
  const [chosen] = await call('files.chooseSources', {
    ...{ title: 'Import a root file system', kinds: [archives] },
  });
  return chosen ?? null;
}

/** Makes an image from an archive that was chosen. Rejects when it could not even be begun. */
export async function importFromFile(file: ChosenFile, name: string): Promise<void> {
  await call('transfers.begin', { kind: 'import', file: file.id, name });
}

/** Ends one that is under way. */
export async function cancelTransfer(id: string): Promise<void> {
  await said(() => call('transfers.cancel', { id }));
}

/** Tries one that has failed again. */
export async function retryTransfer(id: string): Promise<void> {
  await said(() => call('transfers.retry', { id }));
}

/** Takes one that has ended off the list. */
export async function dismissTransfer(id: string): Promise<void> {
  await said(() => call('transfers.dismiss', { id }));
}

async function said(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    notifyFailure(error);
  }
}
