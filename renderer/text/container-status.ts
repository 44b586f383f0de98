import type { Container } from '../../main/contract/engine/containers.ts';
import { formatSpan, readStatus } from './status-span.ts';

type Described = Pick<Container, 'state' | 'status' | 'health'>;

/** 137 and 143: it was told to end, or made to (128 and the signal's number). */
const stoppedCodes: readonly (number | null)[] = [137, 143];

/**
 * How a container is, in the engine's words, for so many milliseconds; null when those are not known. What is not as usual
 * comes first, since there may be no room for all of it.
 */
export function statusWords({ state, status, health }: Described, lasted: number | null): string {
  if (status === '') return state.charAt(0).toUpperCase() + state.slice(1);
  const span = readStatus(status);
  if (span === null || lasted === null) return status;
  const time = formatSpan(Math.max(0, lasted));
  switch (span.kind) {
    case 'exited':
      return `Exited (${span.exitCode}) ${time} ago`;
    case 'restarting':
      return `Restarting (${span.exitCode}) ${time} ago`;
    default:
      if (state === 'paused') return `Paused, up ${time}`;
      if (health === 'unhealthy') return `Unhealthy, up ${time}`;
      return `Up ${time}${health === 'starting' ? ' (health: starting)' : ''}`;
  }
}

/** Whether it was stopped, or ran out of memory: the exit code alone does not tell which. */
export function wasKilled({ state, status }: Described): boolean {
  return state === 'exited' && readStatus(status)?.exitCode === 137;
}

/** Whether something is wrong with it. One that was stopped has not failed, unless it was for want of memory. */
export function hasFailed({ state, status, health }: Described, isOutOfMemory: boolean): boolean {
  if (state === 'dead' || health === 'unhealthy' || isOutOfMemory) return true;
  if (state !== 'exited') return false;
  const code = readStatus(status)?.exitCode ?? 0;
  return code !== 0 && !stoppedCodes.includes(code);
}
