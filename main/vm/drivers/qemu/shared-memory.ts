import { execFile, spawn } from 'node:child_process';
import { readdir, readlink, stat } from 'node:fs/promises';
import { SlipwayError } from '../../../contract/errors.ts';
import { withDeadline } from '../../../util/wait.ts';
import { quoteOption } from './arguments.ts';
import type { ImageProgram } from './image-tool.ts';
import { type HostUser, namespaces, type ShareProgram } from './share-program.ts';

/*
 * The servers of shares read and write the guest's memory, which therefore is a file in memory (tmpfs). QEMU would read all of
 * it to save it, and each page of such a file that is read for the first time costs one of the host's: seven seconds and
 * all of the 2 GiB. So QEMU leaves it out (`x-ignore-shared`), which it does for a file alone, and it is copied by who asks
 * the system first where it holds data: `qemu-img`.
 *
 * The file has no name that outlives QEMU: it is on a file system of its own that is mounted nowhere else. It may be as large as
 * the guest's memory, which /dev/shm may not, and has huge pages where the system knows such: a page at a time, filling it
 * took three times as long.
 */

/** Making a namespace and mounting there, on a machine under load. In milliseconds. */
const lendDeadlineMs = 10_000;

/** The file's name, by which it is found among what QEMU has open. */
const fileName = 'slipway-memory';

/** A file for the guest's memory, as long as nobody else holds it. */
export interface LentMemory {
  /** Leads to the file for processes of this user. */
  readonly path: string;
  /** To be called once QEMU has it open, or has failed to. */
  release(): void;
}

/** Makes a file for a guest's memory. Rejects with `share-unavailable`. */
export async function lendMemory(
  { busybox }: ShareProgram,
  user: HostUser,
  bytes: number,
  signal: AbortSignal,
): Promise<LentMemory> {
  const child = spawn(busybox, [...namespaces(user), busybox, 'sh', '-c', makeFile, busybox, String(bytes)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const release = () => child.kill('SIGKILL');
  let words = '';
  child.stderr.on('data', (text: Buffer) => {
    words += text;
  });
  try {
    const ready = new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', () => reject(new Error(words.trim() || 'it ended without a word')));
      child.stdout.once('data', () => resolve());
    });
    // It is killed when this is given up before it is waited for, and nobody hears of that.
    ready.catch(() => undefined);
    await withDeadline(lendDeadlineMs, signal, notLent('it took too long'), () => ready);
    return { path: `/proc/${child.pid}/fd/3`, release };
  } catch (error) {
    release();
    if (signal.aborted || error instanceof SlipwayError) throw error;
    throw new SlipwayError(notLent((error as Error).message), { cause: error });
  }
}

/** `$0` is busybox, `$1` the size. Ends when it is told to, or when its host does. */
const makeFile = `
for huge in ,huge=within_size ''; do
  "$0" mount -t tmpfs -o "mode=700,nosuid,nodev,noexec,size=$1$huge" slipway /tmp && break
done || exit 70
exec 3<>/tmp/${fileName}
echo ready
read -r _`;

function notLent(why: string) {
  return {
    code: 'share-unavailable' as const,
    message: `Memory that the VM shares with its folders cannot be had: ${why.replace(/\.$/, '')}.`,
    hint: '`slipway share rm` what is shared to start without; see `slipway share list`.',
  };
}

/** The memory that a QEMU process shares, and what copies it. */
export interface SharedMemory {
  /** Leads there as long as the process is alive. */
  readonly path: string;
  readonly bytes: number;
  readonly program: ImageProgram;
}

/**
 * The guest's memory of a process that was started to share `bytes` of it; undefined when that is not to be found, or when there
 * is nothing to copy it by.
 */
export async function findSharedMemory(
  pid: number,
  bytes: number,
  program: ImageProgram | undefined,
): Promise<SharedMemory | undefined> {
  if (program === undefined) return undefined;
  const folder = `/proc/${pid}/fd`;
  for (const name of await readdir(folder).catch(() => [])) {
    const path = `${folder}/${name}`;
    const target = await readlink(path).catch(() => '');
    if (target.endsWith(`/${fileName}`) && (await stat(path)).size === bytes) return { path, bytes, program };
  }
  return undefined;
}

/** Writes the memory of a VM that stands still to the beginning of a file that holds nothing there yet. */
export function copyOut(memory: SharedMemory, file: string, signal: AbortSignal): Promise<void> {
  // One after the other: a file is written to by one at a time, and who waits for that burns processor time (twice as much by four).
  return copy(memory, { code: 'save-failed', what: 'written' }, memory.path, file, ['-m', '1'], signal);
}

/** Fills memory that nobody has used yet with what is at the beginning of a file. */
export function copyIn(memory: SharedMemory, file: string, signal: AbortSignal): Promise<void> {
  // Two requests, in whichever order they end: one waits for the disk while the other fills memory.
  return copy(memory, { code: 'resume-failed', what: 'read' }, file, memory.path, ['-m', '2', '-W'], signal);
}

function copy(
  { bytes, program }: SharedMemory,
  failure: { readonly code: 'save-failed' | 'resume-failed'; readonly what: string },
  from: string,
  to: string,
  requests: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const source = `driver=raw,offset=0,size=${bytes},file.driver=file,file.locking=off,file.filename=${quoteOption(from)}`;
  const target = `driver=raw,file.driver=file,file.locking=off,file.filename=${quoteOption(to)}`;
  const parameters = [
    // Both are there already, and the target is zeros: what is zeros in the source is left out.
    ...['convert', '-n', '--target-is-zero', '-S', '4k'],
    ...[...requests, '--image-opts', '--target-image-opts', source, target],
  ];
  return new Promise((resolve, reject) => {
    execFile(
      program.command,
      [...program.leading, ...parameters],
      { signal, killSignal: 'SIGKILL' },
      (error, _output, words) => {
        if (signal.aborted) return reject(signal.reason);
        if (error === null) return resolve();
        const { code, what } = failure;
        const message = `The VM's memory could not be ${what}: ${(words.trim() || error.message).replace(/\.$/, '')}.`;
        reject(new SlipwayError({ code, message, hint: 'See `slipway logs`.' }, { cause: error }));
      },
    );
  });
}
