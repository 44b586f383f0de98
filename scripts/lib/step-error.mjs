// What a person is told when a script cannot go on: what failed on what, and what to try.

/** A failure with a way out. Shown as two lines, never as a stack trace. */
export class StepError extends Error {
  /**
   * @param {string} message one line: what failed, on what
   * @param {string} hint one line: what to try
   * @param {unknown} [cause]
   */
  constructor(message, hint, cause) {
    super(message, { cause });
    this.name = 'StepError';
    this.hint = hint;
  }
}

/** The person asked to stop (Ctrl-C, a terminal that closed). */
export class InterruptedError extends Error {
  /** @param {'SIGINT' | 'SIGTERM' | 'SIGHUP'} signalName */
  constructor(signalName) {
    super(`stopped by ${signalName}`);
    this.name = 'InterruptedError';
    this.signalName = signalName;
  }
}
