/*
 * The states of the VM and every step between them. Pure: what to do in a state is the supervisor's business.
 *
 *   stopped ──start──▶ preparing ──▶ booting ──guest up──▶ waiting ──/_ping──▶ running
 *      ▲                   │            │                   ▲  │                 │
 *      │                   └────────────┴──── failure ──────┼──┘◀── engine lost ─┘
 *      │                                        │           │
 *      │                       fatal, or too many? ──yes──▶ failed ──start──▶ preparing
 *      │                                        └─no──▶ backoff ──time──▶ preparing
 *      └──── stopping ◀──stop── (any state but stopped)          a living VM found at the beginning: ──▶ waiting
 *
 *   running ──sleep──▶ suspending ──memory saved──▶ sleeping ──start──▶ preparing     saved memory found: ──▶ sleeping
 *                          │  └── started meanwhile: ──▶ preparing
 *                          └── could not be saved: ──▶ waiting
 *   running ──halt──▶ suspending ──went on──▶ waiting        files changed: stopped, sleeping or failed ──▶ sleeping or stopped
 *
 *   stopping or backoff, and the VM cannot be ended: ──▶ failed
 */

import { assertNever } from '../contract/assert-never.ts';
import type { Failure } from '../contract/errors.ts';

/** Starts in a row that may fail before Slipway gives up: with the waits below that is about a minute of trying. */
export const mostAttempts = 5;

/** The wait before the next try, in milliseconds, by the number of tries that have failed in a row. */
export function backoffMs(failedAttempts: number): number {
  return Math.min(1_000 * 2 ** (failedAttempts - 1), 30_000);
}

/** The state of the VM, each with its own data. `attempt` counts the tries in a row, from 1. */
export type State =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'preparing'; readonly attempt: number }
  | { readonly kind: 'booting'; readonly attempt: number }
  /** The guest is up and the engine does not answer: not yet, or (with a problem) not any more. */
  | { readonly kind: 'waiting'; readonly attempt: number; readonly problem: Failure | null }
  | { readonly kind: 'running'; readonly attempt: number }
  /** Memory is being saved; `next` is what follows once it is. `waiting`: the VM only stands still, and goes on. */
  | { readonly kind: 'suspending'; readonly next: 'sleeping' | 'preparing' | 'waiting' }
  /** No process of the VM is left; its memory and its disk wait. */
  | { readonly kind: 'sleeping' }
  | { readonly kind: 'stopping'; readonly next: 'stopped' | 'preparing' }
  | { readonly kind: 'backoff'; readonly attempt: number; readonly until: number; readonly problem: Failure }
  | { readonly kind: 'failed'; readonly problem: Failure };

/** What can happen to it. */
export type Event =
  /** `by`: what wakes a VM that nobody has told to start. */
  | { readonly kind: 'start'; readonly by?: string }
  | { readonly kind: 'stop' }
  | { readonly kind: 'restart' }
  | { readonly kind: 'sleep' }
  /** Memory was saved and the VM's process is gone. */
  | { readonly kind: 'asleep' }
  /** Memory could not be saved; the VM goes on. */
  | { readonly kind: 'kept-awake'; readonly problem: Failure }
  /** The VM is to stand still for a while. */
  | { readonly kind: 'halt' }
  /** The VM stood still and goes on. */
  | { readonly kind: 'went-on' }
  /** Another state was put on disk while no VM ran; with the memory of a VM that sleeps, or without. */
  | { readonly kind: 'replaced'; readonly asleep: boolean }
  /** Saved memory was found, and no VM. */
  | { readonly kind: 'asleep-found' }
  /** A VM that an earlier host had started was found alive; how far it is, the engine's answer tells. */
  | { readonly kind: 'adopted' }
  | { readonly kind: 'prepared' }
  | { readonly kind: 'guest-up' }
  | { readonly kind: 'engine-answered' }
  /** It does not answer any more, or will not for a reason that is now known. */
  | { readonly kind: 'engine-lost'; readonly problem: Failure }
  /** Running for long enough that the next failure is a new one. */
  | { readonly kind: 'settled' }
  /** The work of the present state went wrong, or the VM ended by itself. */
  | { readonly kind: 'failure'; readonly problem: Failure; readonly fatal: boolean }
  | { readonly kind: 'backoff-over' }
  /** No process of the VM is left. */
  | { readonly kind: 'gone' };

/** The state after an event; the very same object when the event means nothing in that state. */
export function transition(state: State, event: Event, now: number): State {
  switch (event.kind) {
    case 'start':
      return onStart(state);
    case 'stop':
      return onStop(state);
    case 'restart':
      return onRestart(state);
    case 'sleep':
      return onSleep(state);
    case 'asleep':
      if (state.kind !== 'suspending') return state;
      return state.next === 'sleeping' ? { kind: 'sleeping' } : { kind: 'preparing', attempt: 1 };
    case 'kept-awake':
      return state.kind === 'suspending' ? { kind: 'waiting', attempt: 1, problem: null } : state;
    case 'halt':
      return state.kind === 'running' ? { kind: 'suspending', next: 'waiting' } : state;
    case 'went-on':
      return state.kind === 'suspending' ? { kind: 'waiting', attempt: 1, problem: null } : state;
    case 'replaced':
      return onReplaced(state, event.asleep);
    case 'asleep-found':
      return state.kind === 'stopped' ? { kind: 'sleeping' } : state;
    case 'adopted':
      return state.kind === 'stopped' ? { kind: 'waiting', attempt: 1, problem: null } : state;
    case 'prepared':
      return state.kind === 'preparing' ? { kind: 'booting', attempt: state.attempt } : state;
    case 'guest-up':
      return state.kind === 'booting' ? { kind: 'waiting', attempt: state.attempt, problem: null } : state;
    case 'engine-answered':
      return state.kind === 'waiting' ? { kind: 'running', attempt: state.attempt } : state;
    case 'engine-lost':
      return onEngineLost(state, event.problem);
    case 'settled':
      return state.kind === 'running' && state.attempt !== 1 ? { kind: 'running', attempt: 1 } : state;
    case 'failure':
      return onFailure(state, event.problem, event.fatal, now);
    case 'backoff-over':
      return state.kind === 'backoff' ? { kind: 'preparing', attempt: state.attempt + 1 } : state;
    case 'gone':
      if (state.kind !== 'stopping') return state;
      return state.next === 'stopped' ? { kind: 'stopped' } : { kind: 'preparing', attempt: 1 };
    default:
      return assertNever(event);
  }
}

function onStart(state: State): State {
  switch (state.kind) {
    case 'stopped':
    case 'failed':
    case 'backoff':
    case 'sleeping':
      return { kind: 'preparing', attempt: 1 };
    case 'suspending':
      return state.next === 'sleeping' ? { kind: 'suspending', next: 'preparing' } : state;
    case 'stopping':
      return { kind: 'stopping', next: 'preparing' };
    case 'preparing':
    case 'booting':
    case 'waiting':
    case 'running':
      return state;
    default:
      return assertNever(state);
  }
}

function onStop(state: State): State {
  switch (state.kind) {
    case 'stopped':
      return state;
    case 'stopping':
      return state.next === 'stopped' ? state : { kind: 'stopping', next: 'stopped' };
    case 'failed':
    case 'backoff':
    case 'preparing':
    case 'booting':
    case 'waiting':
    case 'running':
    case 'suspending':
    case 'sleeping':
      return { kind: 'stopping', next: 'stopped' };
    default:
      return assertNever(state);
  }
}

/** Only what runs can sleep; whoever is starting it is not disturbed. */
function onSleep(state: State): State {
  if (state.kind === 'running') return { kind: 'suspending', next: 'sleeping' };
  if (state.kind === 'suspending' && state.next === 'preparing')
    return { kind: 'suspending', next: 'sleeping' };
  return state;
}

function onReplaced(state: State, asleep: boolean): State {
  if (state.kind === 'stopped') return asleep ? { kind: 'sleeping' } : state;
  if (state.kind === 'sleeping') return asleep ? state : { kind: 'stopped' };
  if (state.kind === 'failed') return asleep ? { kind: 'sleeping' } : { kind: 'stopped' };
  return state;
}

function onRestart(state: State): State {
  if (state.kind === 'stopped') return onStart(state);
  if (state.kind === 'stopping' && state.next === 'preparing') return state;
  return { kind: 'stopping', next: 'preparing' };
}

function onEngineLost(state: State, problem: Failure): State {
  if (state.kind === 'waiting' && state.problem === problem) return state;
  return state.kind === 'running' || state.kind === 'waiting'
    ? { kind: 'waiting', attempt: state.attempt, problem }
    : state;
}

/** Until then it was started again by itself; whoever reads of it is not to wait for that. */
function givenUp(problem: Failure): Failure {
  const rule = `It has failed ${mostAttempts} times in a row and is not started again by itself: \`slipway start\` does that.`;
  return { ...problem, hint: `${problem.hint} ${rule}` };
}

function onFailure(state: State, problem: Failure, fatal: boolean, now: number): State {
  switch (state.kind) {
    case 'preparing':
    case 'booting':
    case 'waiting':
    case 'running':
      if (fatal) return { kind: 'failed', problem };
      if (state.attempt >= mostAttempts) return { kind: 'failed', problem: givenUp(problem) };
      return { kind: 'backoff', attempt: state.attempt, until: now + backoffMs(state.attempt), problem };
    case 'suspending':
      if (fatal) return { kind: 'failed', problem };
      return { kind: 'backoff', attempt: 1, until: now + backoffMs(1), problem };
    case 'stopping':
    case 'backoff':
      // What is left of the VM cannot be put away: neither "stopped" nor another try would be true.
      return fatal ? { kind: 'failed', problem } : state;
    case 'stopped':
    case 'sleeping':
    case 'failed':
      return state;
    default:
      return assertNever(state);
  }
}
