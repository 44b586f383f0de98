import type { State } from './state.ts';

/** It is on its way to "running", without anybody asking for it once more. */
export function isStarting(state: State): boolean {
  return (
    state.kind === 'preparing' ||
    state.kind === 'booting' ||
    state.kind === 'waiting' ||
    state.kind === 'backoff' ||
    (state.kind === 'suspending' && state.next === 'waiting')
  );
}

/** It runs, or will. */
export function isComingUp(state: State): boolean {
  return (
    isStarting(state) ||
    state.kind === 'running' ||
    (state.kind === 'suspending' && state.next === 'preparing')
  );
}

/** It sleeps, or its memory is being saved. */
export function isAsleep(state: State): boolean {
  return state.kind === 'sleeping' || state.kind === 'suspending';
}

/** It is being stopped, and started again. */
export function isRestarting(state: State): boolean {
  return state.kind === 'stopping' && state.next === 'preparing';
}

/** Sleeps, or begins to do something that may be waking. */
export function mayBeAsleep(state: State): boolean {
  return isAsleep(state) || state.kind === 'preparing' || state.kind === 'booting';
}

/** It is being started after a start that failed. */
export function isRetry(state: State): boolean {
  return (
    (state.kind === 'preparing' || state.kind === 'booting' || state.kind === 'waiting') && state.attempt > 1
  );
}
