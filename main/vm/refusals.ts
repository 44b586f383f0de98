import type { Failure } from '../contract/errors.ts';

/** The work of a state that is over. */
export const superseded: Failure = {
  code: 'aborted',
  message: 'The VM’s state has changed meanwhile.',
  hint: 'Nothing is to be done.',
};

/** Said to whoever waits for the engine while it is stopped. */
export const stoppedMeanwhile: Failure = {
  code: 'not-running',
  message: 'The engine was stopped.',
  hint: 'Start it with `slipway start`.',
};

/** Said to whoever waits for a stop that a start has overtaken. */
export const startedMeanwhile: Failure = {
  code: 'aborted',
  message: 'The engine was started again meanwhile.',
  hint: 'Stop it with `slipway stop`.',
};

/** Said to whoever waits for a sleep that a start has overtaken. `by`: what has woken the VM; null for a start. */
export function wokenMeanwhile(by: string | null): Failure {
  return {
    code: 'not-running',
    message:
      by === null
        ? 'The engine was started again before it slept.'
        : `The engine was woken again before it slept, by ${by}.`,
    hint: 'End what uses it, and put it to sleep again with `slipway sleep`.',
  };
}

/** Said to whoever waits for a start that a sleep has overtaken. */
export const asleepMeanwhile: Failure = {
  code: 'not-running',
  message: 'The engine was put to sleep meanwhile.',
  hint: 'Wake it with `slipway start`.',
};

/** Said to whoever wants the files of the home while they are being exchanged. */
export const exchanging: Failure = {
  code: 'busy',
  message: 'A snapshot is being made or restored.',
  hint: 'Wait until that is done.',
};

/** Said to whoever asks for what only a running VM has. */
export const notRunning: Failure = {
  code: 'not-running',
  message: 'The engine does not run.',
  hint: 'Start it with `slipway start`.',
};

/** Said to whoever puts to sleep what does not run. */
export const nothingToSleep: Failure = {
  code: 'not-running',
  message: 'The engine does not run: there is nothing to put to sleep.',
  hint: 'Start it with `slipway start`.',
};

/** Said to whoever asks a host for something that is on its way out: the next one does it. */
export const hostLeaves: Failure = {
  code: 'host-unreachable',
  message: 'The process that supervises the VM is leaving.',
  hint: 'Try again in a second.',
};
