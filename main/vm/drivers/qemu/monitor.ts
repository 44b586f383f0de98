import { z } from 'zod';
import { type Failure, SlipwayError } from '../../../contract/errors.ts';
import type { HomePaths } from '../../../home/paths.ts';
import { shortest } from '../../../util/shortest.ts';
import { delay, orAborted, withDeadline } from '../../../util/wait.ts';
import { letSavingEnd } from './migration.ts';
import { pauseFailure } from './qemu-machine.ts';
import { lastWords, type QemuProcess } from './qemu-process.ts';
import { connectQmp, isMonitorThere, type Qmp, type Trace } from './qmp.ts';

/** From the process's start to its monitor's first word. In milliseconds. */
const monitorDeadlineMs = 10_000;

/** How long a process may take to end after its sockets have closed, in milliseconds. */
const endingMs = 1_000;

const statusSchema = z.object({ status: z.string() });
const blocksSchema = z.array(z.object({ 'io-status': z.string().optional() }));

/** Takes up the conversation with a QEMU. One that ends meanwhile is reported with its last words. */
export async function converse(
  paths: HomePaths,
  process: QemuProcess,
  signal: AbortSignal,
  trace: Trace,
): Promise<Qmp> {
  const gaveUp = new AbortController();
  const gone = process.gone.then(() => gaveUp.abort());
  try {
    const either = AbortSignal.any([signal, gaveUp.signal]);
    return await connectQmp(shortest(paths.qmpSocket), monitorDeadlineMs, either, trace);
  } catch (error) {
    signal.throwIfAborted();
    // Its sockets close a moment before the process is gone.
    if (!(await Promise.race([gone.then(() => true), delay(endingMs).then(() => false)]))) throw error;
    const words = await lastWords(paths.qemuLog);
    if (/cannot (set up guest memory|allocate memory)/i.test(words)) throw noMemory(words, error);
    throw new SlipwayError(
      {
        code: 'qemu-failed',
        message: `QEMU ended as soon as it was started: ${words || 'without a word'}.`,
        hint: 'See `slipway logs --source qemu`; if a setting is at fault, `slipway settings list` shows them.',
      },
      { cause: error },
    );
  }
}

/** More memory than this machine gives: no other try, and no other accelerator, changes that. */
function noMemory(words: string, cause: unknown): SlipwayError {
  const failure = {
    code: 'settings-invalid' as const,
    message: 'QEMU was not given as much memory as the setting vm.memoryMiB asks for.',
    hint: 'Set it lower (`slipway settings set vm.memoryMiB 2048`) or end other programs, and start again.',
    detail: words,
  };
  return new SlipwayError(failure, { cause });
}

/**
 * Why an adopted VM stands still; null when it does not. One that was only stopped goes on, also when it was stopped to be
 * saved: its host ended before the saved memory counted. `claim` is called before. Rejects for a VM in a state that it
 * cannot come back from, and for one that is `incoming` and has not run yet.
 */
export async function reasonForPause(
  paths: HomePaths,
  qmp: Qmp,
  incoming: boolean,
  claim: () => Promise<void>,
  signal: AbortSignal,
): Promise<Failure | null> {
  const { status } = statusSchema.parse(await qmp.execute('query-status', {}, signal));
  switch (status) {
    case 'running':
      return null;
    case 'paused':
    case 'prelaunch':
    case 'finish-migrate':
    case 'postmigrate':
      if (incoming) throw new Error('Its memory was loaded, and nobody compared it');
      await letSavingEnd(qmp, signal);
      await claim();
      await qmp.execute('cont', {}, signal);
      return null;
    case 'io-error': {
      const blocks = blocksSchema.parse(await qmp.execute('query-block', {}, signal));
      return pauseFailure(
        paths,
        blocks.some((block) => block['io-status'] === 'nospace'),
      );
    }
    default:
      throw new Error(`The VM is in the state ${status}`);
  }
}

/**
 * Ends a VM of this home that no record tells of: its host was killed in the moment between making it and writing that
 * down. It would keep the data disk locked. Throws `vm-orphaned` when it does not obey.
 */
export async function endOrphan(paths: HomePaths, signal: AbortSignal): Promise<void> {
  const path = shortest(paths.qmpSocket);
  if (!(await isMonitorThere(path))) return;
  const failure = {
    code: 'vm-orphaned' as const,
    message: `A VM that an earlier Slipway left behind still uses ${paths.dataDisk}, and does not obey.`,
    hint: `End the QEMU process that was started in ${paths.run}, and start again.`,
  };
  await withDeadline(monitorDeadlineMs, signal, failure, async (inner) => {
    const qmp = await connectQmp(path, monitorDeadlineMs, inner);
    await qmp.execute('quit', {}, inner).catch(() => undefined);
    await orAborted(inner, qmp.closed);
  });
}
