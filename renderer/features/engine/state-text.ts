import { assertNever } from '../../../main/contract/assert-never.ts';
import type { Failure } from '../../../main/contract/errors.ts';
import {
  type Accelerator,
  engineLoss,
  isFallingAsleep,
  isStandingStill,
  type Status,
} from '../../../main/contract/status.ts';
import { visibleText } from '../../text/visible-text.ts';

/** How the engine is, in words. */
export interface StateText {
  /** One or two words. */
  readonly short: string;
  /** A sentence. */
  readonly title: string;
  readonly tone: 'good' | 'busy' | 'idle' | 'asleep' | 'bad';
  /** Said quietly below; may be empty. */
  readonly note: string;
}

/** The way the guest's processor runs, in words. */
export const acceleratorNames: Readonly<Record<Accelerator, string>> = {
  kvm: 'KVM',
  hvf: 'Hypervisor.framework',
  whpx: 'Windows Hypervisor Platform',
  tcg: 'software emulation',
};

/** Words for a status, or for why there is none. */
export function describeState(status: Status | null, failure: Failure | null): StateText {
  if (status === null) {
    return failure === null
      ? { short: 'Looking…', title: 'Looking for the engine', tone: 'idle', note: '' }
      : { short: 'Unknown', title: 'The engine’s state is not known', tone: 'bad', note: '' };
  }
  if (isWaking(status))
    return { short: 'Waking', title: 'The engine is waking up', tone: 'busy', note: 'Just a moment' };
  switch (status.state) {
    case 'stopped':
      return { short: 'Stopped', title: 'The engine is stopped', tone: 'idle', note: '' };
    case 'preparing':
      return { short: 'Starting', title: 'Preparing to start the engine', tone: 'busy', note: 'Preparing' };
    case 'booting':
      return { short: 'Starting', title: 'The virtual machine is booting', tone: 'busy', note: 'Booting' };
    case 'waiting':
      if (lossOf(status) !== null)
        return {
          short: 'Not answering',
          title: 'The Docker Engine does not answer',
          tone: 'busy',
          note: 'Waiting for it',
        };
      if (isStandingStill(status))
        return {
          short: 'Standing still',
          title: 'The engine stands still for a moment',
          tone: 'busy',
          note: 'Goes on by itself',
        };
      return {
        short: 'Starting',
        title: 'Waiting for the Docker Engine',
        tone: 'busy',
        note: 'Almost there',
      };
    case 'running':
      return { short: 'Running', title: 'The engine is running', tone: 'good', note: runningNote(status) };
    case 'sleeping':
      return isFallingAsleep(status)
        ? {
            short: 'Falling asleep',
            title: 'The engine is falling asleep',
            tone: 'busy',
            note: 'Saving its memory',
          }
        : { short: 'Asleep', title: 'The engine is asleep', tone: 'asleep', note: 'Wakes on first use' };
    case 'stopping':
      return { short: 'Stopping', title: 'The engine is stopping', tone: 'busy', note: '' };
    case 'backoff':
      return {
        short: 'Restarting',
        title: 'The engine stopped unexpectedly',
        tone: 'bad',
        note: 'Will be tried again',
      };
    case 'failed':
      return { short: 'Failed', title: 'The engine could not be started', tone: 'bad', note: 'See why' };
    default:
      return assertNever(status.state);
  }
}

/** Whether it is on its way to go on where it slept. */
export function isWaking({ state, boot }: Status): boolean {
  return (
    boot?.kind === 'resume' &&
    boot.durationMs === null &&
    (state === 'preparing' || state === 'booting' || state === 'waiting')
  );
}

/** Why an engine that ran is waited for; null for one that is still being started, and for one that runs. */
export function lossOf(status: Status): Failure | null {
  return status.boot?.durationMs === null ? null : (engineLoss(status) ?? null);
}

function runningNote({ engine, vm }: Status): string {
  const parts = [
    ...(engine === null ? [] : [`Docker ${visibleText(engine.version).split('+')[0]}`]),
    ...(vm === null ? [] : [vm.accelerator === 'tcg' ? 'emulated' : acceleratorNames[vm.accelerator]]),
  ];
  return parts.join(' · ');
}
