import { SlipwayError } from '../../../contract/errors.ts';
import type { HomePaths } from '../../../home/paths.ts';
import { abortAfter, delay, withDeadline } from '../../../util/wait.ts';
import type { MemoryImage } from '../../memory/memory-image.ts';
import { loadMemory } from './migration.ts';
import { lastWords, type QemuProcess } from './qemu-process.ts';
import type { Qmp } from './qmp.ts';
import type { SharedMemory } from './shared-memory.ts';

/** Reading memory from a slow disk; a file of 16 GiB at 100 MB/s takes this long. In milliseconds. */
const loadDeadlineMs = 180_000;

/** How long QEMU may take to say that it lives, or to end after its monitor has closed. In milliseconds. */
const endingMs = 1_000;

/**
 * Takes up the conversation with a QEMU that was just made, and has it load memory. Rejects with `vm-exited` when QEMU was
 * killed meanwhile, which says nothing of the memory, and otherwise with what QEMU has against it.
 */
export async function converseAndLoad(
  converse: () => Promise<Qmp>,
  process: QemuProcess,
  from: MemoryImage,
  paths: Pick<HomePaths, 'run' | 'qemuLog'>,
  findShared: () => Promise<SharedMemory | undefined>,
  signal: AbortSignal,
): Promise<Qmp> {
  let qmp: Qmp | undefined;
  try {
    qmp = await converse();
    const conversation = qmp;
    await withDeadline(loadDeadlineMs, signal, loadTooSlow, (inner) =>
      Promise.race([
        loadMemory(conversation, from, paths.run, findShared, inner),
        process.gone.then(() => Promise.reject(new Error('QEMU ended'))),
      ]),
    );
    return qmp;
  } catch (error) {
    signal.throwIfAborted();
    if (!(await hasEnded(process, qmp))) throw error;
    const killedBy = process.endedBy();
    if (killedBy !== null) throw killed(killedBy, error);
    // A file that QEMU chokes on may end it: its last words then say more than the monitor.
    throw qmp === undefined ? error : loadFailure(await lastWords(paths.qemuLog), error);
  }
}

/** Whether the process is gone, or going: its sockets close a moment before it is. One that answers is not. */
async function hasEnded(process: QemuProcess, qmp: Qmp | undefined): Promise<boolean> {
  const timeout = abortAfter(endingMs);
  const answers = qmp?.execute('query-status', {}, timeout).then(
    () => true,
    () => false,
  );
  if (await answers) return false;
  return Promise.race([process.gone.then(() => true), delay(endingMs).then(() => false)]);
}

const loadTooSlow = {
  code: 'resume-failed' as const,
  message: 'The saved memory of the VM could not be loaded in time.',
  hint: 'The VM is booted in its place; containers and volumes are safe.',
};

function killed(by: string, cause: unknown): SlipwayError {
  return new SlipwayError(
    {
      code: 'vm-exited',
      message: `QEMU was ended by ${by} while it loaded the saved memory of the VM.`,
      hint: 'Look for what ends processes on this machine, such as a shortage of memory (`dmesg`).',
    },
    { cause },
  );
}

function loadFailure(words: string, cause: unknown): SlipwayError {
  return new SlipwayError(
    {
      code: 'resume-failed',
      message: `QEMU could not load the saved memory of the VM: ${words || 'it ended without a word'}.`,
      hint: loadTooSlow.hint,
    },
    { cause },
  );
}
