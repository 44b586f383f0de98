import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { SlipwayError } from '../../../contract/errors.ts';
import { listenPrivately } from '../../../util/listen-privately.ts';
import { abortAfter, poll } from '../../../util/wait.ts';
import type { MemoryFormat } from '../../memory/memory-image.ts';
import type { Qmp } from './qmp.ts';
import { copyIn, copyOut, type SharedMemory } from './shared-memory.ts';

/*
 * Saving and loading memory is what QEMU calls migration, here to and from a file. With `mapped-ram` each page has its own
 * place in the file, zero pages stay holes, and several threads read and write (`multifd`). A QEMU that has no such thing
 * gets a plain stream, which passes through this process: `exec:` would need a shell, which our sandbox denies.
 *
 * A save by several threads must neither fail nor be given up: QEMU (11.1) then frees the map of the file's pages while they
 * still write by it, and may end by SIGSEGV in `mig/src/send_N`. So they write only where there is room for whatever
 * comes; one thread takes three times as long (1.3 s for 365 MB in place of 0.5 s), and was seen to fail and to be cancelled ten
 * times without harm.
 */

/** Threads that read or write; more than two brought nothing on two cores. */
const channels = 2;

/** Between two looks at how far it is, in milliseconds: a resume takes a tenth of a second. */
const lookEveryMs = 5;

/** No limit worth naming, in bytes a second; QEMU's own is meant for a network that others use too. */
const bandwidth = 1e12;

const capabilitiesSchema = z.array(z.object({ capability: z.string() }));

const progressSchema = z.object({
  status: z.string().optional(),
  'error-desc': z.string().optional(),
  'blocked-reasons': z.array(z.string()).optional(),
});

/** Everything that this QEMU knows of migrations. */
async function knownCapabilities(qmp: Qmp, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const known = capabilitiesSchema.parse(await qmp.execute('query-migrate-capabilities', {}, signal));
  return new Set(known.map(({ capability }) => capability));
}

/** The best form that a QEMU can write that knows this. `isShared`: others share its memory, and there is something to copy it by. */
export function bestFormat(known: ReadonlySet<string>, isShared: boolean): MemoryFormat {
  if (isShared && known.has('x-ignore-shared')) return 'apart';
  return known.has('mapped-ram') && known.has('multifd') ? 'mapped' : 'stream';
}

/** Why this VM's memory cannot be saved, in QEMU's words; null when it can. */
export async function whyUnsavable(qmp: Qmp, signal: AbortSignal): Promise<string | null> {
  const { 'blocked-reasons': reasons } = progressSchema.parse(await qmp.execute('query-migrate', {}, signal));
  return reasons?.join('; ') ?? null;
}

/** Where memory is written. */
export interface MemoryTarget {
  readonly file: string;
  /** QEMU's present folder. */
  readonly folder: string;
  /** There is room for all of the guest's memory: it may be written in the way that must not fail. */
  readonly isRoomy: boolean;
  /** Where the VM's memory is shared with others. */
  readonly shared?: SharedMemory | undefined;
}

/**
 * Writes the memory of a VM that stands still to a file. The VM goes on standing still. Rejects with `save-failed` in
 * QEMU's words; when the signal aborts, no longer than it takes until nothing is written any more.
 */
export async function saveMemory(
  qmp: Qmp,
  { file, folder, isRoomy, shared }: MemoryTarget,
  signal: AbortSignal,
): Promise<MemoryFormat> {
  const known = await knownCapabilities(qmp, signal);
  const format = bestFormat(known, shared !== undefined);
  const multifd = format === 'mapped' && isRoomy;
  await rm(file, { force: true });
  // What was on when memory was loaded is still on: each is said, also that it is not to be.
  const states = { 'mapped-ram': format === 'mapped', multifd, 'x-ignore-shared': format === 'apart' };
  const said = Object.entries(states).filter(([name]) => format !== 'stream' && known.has(name));
  await prepare(qmp, Object.fromEntries(said), signal);
  const work = async (uri: string) => {
    await qmp.execute('migrate', { uri }, signal);
    await finished(qmp, 'save-failed', signal);
  };
  try {
    if (format === 'stream') await receiving(folder, file, work);
    else if (format === 'mapped' || shared === undefined) await work(`file:${file}`);
    else {
      // QEMU empties the file first.
      await work(behind(file, shared));
      await copyOut(shared, file, signal);
    }
  } catch (error) {
    const ending = multifd
      ? letSavingEnd(qmp, new AbortController().signal)
      : endSaving(qmp, abortAfter(cancelDeadlineMs));
    await ending.catch(() => undefined);
    throw error;
  }
  return format;
}

/** Ending a save that failed, in milliseconds. */
const cancelDeadlineMs = 5_000;

/** Ends a save that is under way; does nothing when none is. */
export async function endSaving(qmp: Qmp, signal: AbortSignal): Promise<void> {
  await qmp.execute('migrate_cancel', {}, signal);
  await savingOver(qmp, signal);
}

/** A save that nobody waits for any more comes to its end in seconds; more than this is a slow disk. In milliseconds. */
const patienceMs = 10_000;

/**
 * Resolves when no save is under way. One that is may come to its end: of eight QEMUs (11.1) that were told in the midst of a
 * save by several threads to give it up, four ended without a word. Only one that takes long is given up.
 */
export async function letSavingEnd(qmp: Qmp, signal: AbortSignal, patience = patienceMs): Promise<void> {
  const enough = abortAfter(patience, signal);
  try {
    await savingOver(qmp, enough);
  } catch (error) {
    signal.throwIfAborted();
    if (!enough.aborted) throw error;
    await endSaving(qmp, abortAfter(cancelDeadlineMs, signal));
  }
}

async function savingOver(qmp: Qmp, signal: AbortSignal): Promise<void> {
  await poll(lookEveryMs, signal, async () => {
    const { status } = progressSchema.parse(await qmp.execute('query-migrate', {}, signal));
    return status === undefined || status === 'none' || ended.has(status) ? true : undefined;
  });
}

/** Where the devices stand in a file that begins with memory. */
function behind(file: string, { bytes }: SharedMemory): string {
  return `file:${file},offset=${bytes}`;
}

/**
 * Reads memory into a QEMU that was started with `-incoming defer`. The VM stands still afterwards. `findShared`: the
 * memory that it shares with others; asked for an image alone in which that stands apart.
 */
export async function loadMemory(
  qmp: Qmp,
  image: { readonly file: string; readonly format: MemoryFormat },
  folder: string,
  findShared: () => Promise<SharedMemory | undefined>,
  signal: AbortSignal,
): Promise<void> {
  await prepare(qmp, loadedBy[image.format], signal);
  const begin = (uri: string) => qmp.execute('migrate-incoming', { uri }, signal);
  if (image.format === 'apart') {
    const shared = await findShared();
    if (shared === undefined) throw noSharedMemory();
    // The devices find their queues in it.
    await copyIn(shared, image.file, signal);
    await begin(behind(image.file, shared));
    return finished(qmp, 'resume-failed', signal);
  }
  if (image.format === 'mapped') {
    await begin(`file:${image.file}`);
    return finished(qmp, 'resume-failed', signal);
  }
  // Here it is QEMU that listens, in its own folder.
  const path = `${folder}/${streamSocket}`;
  await begin(`unix:${streamSocket}`);
  try {
    const writing = pipeline(createReadStream(image.file), connect(path));
    // What is wrong with it, QEMU tells in better words.
    writing.catch(() => undefined);
    await finished(qmp, 'resume-failed', signal);
  } finally {
    await rm(path, { force: true });
  }
}

/** What a QEMU that was just started is told to load each form. */
const loadedBy: { readonly [Format in MemoryFormat]: Readonly<Record<string, boolean>> } = {
  mapped: { 'mapped-ram': true, multifd: true },
  apart: { 'x-ignore-shared': true },
  stream: {},
};

async function prepare(
  qmp: Qmp,
  states: Readonly<Record<string, boolean>>,
  signal: AbortSignal,
): Promise<void> {
  const capabilities = Object.entries(states).map(([capability, state]) => ({ capability, state }));
  if (capabilities.length > 0) await qmp.execute('migrate-set-capabilities', { capabilities }, signal);
  const parameters = {
    'max-bandwidth': bandwidth,
    ...(states.multifd ? { 'multifd-channels': channels } : {}),
  };
  await qmp.execute('migrate-set-parameters', parameters, signal);
}

function noSharedMemory(): SlipwayError {
  return new SlipwayError({
    code: 'resume-failed',
    message: 'The memory that QEMU shares with the servers of folders is not to be found.',
    hint: 'The VM is booted in its place; containers and volumes are safe.',
  });
}

async function finished(qmp: Qmp, code: 'save-failed' | 'resume-failed', signal: AbortSignal): Promise<void> {
  const { status, 'error-desc': words } = await poll(lookEveryMs, signal, async () => {
    const progress = progressSchema.parse(await qmp.execute('query-migrate', {}, signal));
    return progress.status !== undefined && ended.has(progress.status) ? progress : undefined;
  });
  if (status === 'completed') return;
  throw new SlipwayError({
    code,
    message: `QEMU could not ${code === 'save-failed' ? 'save' : 'load'} the VM's memory: ${words ?? status}.`,
    hint: 'See `slipway logs --source qemu`.',
  });
}

const ended: ReadonlySet<string> = new Set(['completed', 'failed', 'cancelled']);

/** Writes to `file` what QEMU sends to a socket of ours in `folder`, its present one. */
async function receiving(folder: string, file: string, work: (uri: string) => Promise<void>): Promise<void> {
  const path = `${folder}/${streamSocket}`;
  await rm(path, { force: true });
  const server = createServer();
  const received = new Promise<void>((resolve, reject) => {
    server.once('connection', (socket) =>
      pipeline(socket, createWriteStream(file, { mode: 0o600 })).then(resolve, reject),
    );
  });
  received.catch(() => undefined);
  await listenPrivately(server, path);
  try {
    await work(`unix:${streamSocket}`);
    await received;
  } finally {
    server.close();
    await rm(path, { force: true });
  }
}

const streamSocket = 'memory.sock';
