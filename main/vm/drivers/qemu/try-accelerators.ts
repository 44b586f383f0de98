import { type ErrorCode, SlipwayError, toFailure } from '../../../contract/errors.ts';
import type { Accelerator } from '../../../contract/status.ts';
import type { Log } from '../../../logging/logger.ts';
import type { LaunchReport } from '../../driver.ts';
import type { AcceleratorMemory } from './accelerators.ts';

/** What the accelerators of this machine are tried with. */
export interface Trials<T> {
  /** The setting vm.accelerator. */
  readonly setting: 'auto' | Accelerator;
  readonly memory: AcceleratorMemory;
  /** Resolves once the guest has come alive; leaves nothing behind when it rejects. */
  readonly launch: (accelerator: Accelerator) => Promise<T>;
  readonly report: Pick<LaunchReport, 'trying' | 'verdicts'>;
  readonly log: Log;
}

/**
 * Launches with the fastest accelerator that works, and remembers which did and which did not. Rejects with why the last one did
 * not, with the signal's reason, or with `accelerator-failed` where the user insists on one.
 */
export async function tryAccelerators<T>(trials: Trials<T>, signal: AbortSignal): Promise<T> {
  const { setting, memory, launch, report, log } = trials;
  const candidates = await memory.candidates(setting);
  report.verdicts(memory.verdicts());
  for (const { accelerator, works, reason } of memory.verdicts())
    if (!works && !candidates.includes(accelerator)) log('info', `${accelerator} is not tried: ${reason}`);
  const failed: { readonly accelerator: Accelerator; readonly error: unknown }[] = [];
  for (const accelerator of candidates) {
    report.trying(accelerator);
    try {
      const launched = await launch(accelerator);
      // Only now is it known that the accelerator was at fault, and not a disk, the memory or QEMU itself.
      for (const one of failed) await memory.remember(one.accelerator, false, reasonOf(one.error));
      if (accelerator !== 'tcg') await memory.remember(accelerator, true, 'the guest came alive');
      report.verdicts(memory.verdicts());
      return launched;
    } catch (error) {
      signal.throwIfAborted();
      log('warn', `${accelerator} is left: ${reasonOf(error)}`);
      // It holds the data disk, or there is too little memory: no other could do better.
      if (hopeless.has(toFailure(error).code)) throw error;
      failed.push({ accelerator, error });
    }
  }
  const last = failed.at(-1);
  throw last === undefined || last.accelerator === 'tcg'
    ? last?.error
    : demandedFailure(last.accelerator, last.error);
}

/** What has nothing to do with the accelerator. */
const hopeless: ReadonlySet<ErrorCode> = new Set(['settings-invalid', 'share-unavailable', 'vm-orphaned']);

/** Why something has failed, to stand within a sentence. */
export function reasonOf(error: unknown): string {
  return toFailure(error).message.replace(/\.$/, '');
}

/** An accelerator that the user insists on does not work: nothing else is tried. */
function demandedFailure(accelerator: Accelerator, error: unknown): SlipwayError {
  return new SlipwayError(
    {
      code: 'accelerator-failed',
      message: `The setting vm.accelerator asks for ${accelerator}, which does not work here: ${reasonOf(error)}.`,
      hint: 'Let Slipway choose: `slipway settings set vm.accelerator auto`.',
    },
    { cause: error },
  );
}
