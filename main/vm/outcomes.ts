import { type Failure, SlipwayError } from '../contract/errors.ts';
import {
  asleepMeanwhile,
  nothingToSleep,
  startedMeanwhile,
  stoppedMeanwhile,
  wokenMeanwhile,
} from './refusals.ts';
import type { State } from './state.ts';
import { isComingUp } from './state-questions.ts';

/*
 * What a state means to whoever waits for another one: that it is reached (an answer), that it may yet come (undefined), or
 * that it is not to come (thrown).
 */

/** To whoever waits for "running". */
export function runningOutcome(now: State): true | undefined {
  if (now.kind === 'running') return true;
  if (now.kind === 'failed') throw new SlipwayError(now.problem);
  if (now.kind === 'stopped' || (now.kind === 'stopping' && now.next === 'stopped'))
    throw new SlipwayError(stoppedMeanwhile);
  if (now.kind === 'sleeping') throw new SlipwayError(asleepMeanwhile);
  return undefined;
}

/** To whoever has asked for a stop. */
export function stopOutcome(now: State): true | undefined {
  if (now.kind === 'failed') throw new SlipwayError(now.problem);
  if (now.kind === 'stopped') return true;
  if (now.kind === 'stopping' && now.next === 'stopped') return undefined;
  throw new SlipwayError(startedMeanwhile);
}

/**
 * To whoever has asked for a sleep. `keptAwakeFor`: why it could not be; null unless that is so. `wokenBy`: what has woken the VM;
 * null for a start.
 */
export function sleepOutcome(
  now: State,
  keptAwakeFor: Failure | null,
  wokenBy: string | null,
): true | undefined {
  if (now.kind === 'sleeping') return true;
  if (now.kind === 'suspending' && now.next === 'sleeping') return undefined;
  // It may have ended while its memory was saved.
  if (now.kind === 'backoff' || now.kind === 'failed') throw new SlipwayError(now.problem);
  throw new SlipwayError(keptAwakeFor ?? (isComingUp(now) ? wokenMeanwhile(wokenBy) : nothingToSleep));
}

/** To whoever wants a stream to the engine. `asleep`: it has to be woken for that. */
export function engineOutcome(now: State): 'there' | 'asleep' | undefined {
  if (now.kind === 'running' || now.kind === 'waiting') return 'there';
  if (now.kind === 'failed') throw new SlipwayError(now.problem);
  if (now.kind === 'stopped' || now.kind === 'stopping') throw new SlipwayError(stoppedMeanwhile);
  return now.kind === 'sleeping' ? 'asleep' : undefined;
}
