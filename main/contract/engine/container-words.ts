/** The engine's own rule for names of containers. */
export const containerNamePattern = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,254}$/;

/** Signals that can be sent to a container's first process, and what they usually mean to it, the likeliest first. */
export const killSignals = {
  SIGKILL: 'end at once, without a chance to tidy up',
  SIGTERM: 'end in good order',
  SIGINT: 'end, as Ctrl-C does',
  SIGQUIT: 'end, and write down where it was',
  SIGHUP: 'read the configuration again',
  SIGUSR1: 'whatever the program makes of it',
  SIGUSR2: 'whatever the program makes of it',
  SIGWINCH: 'end gracefully (Apache), or nothing',
  SIGSTOP: 'stand still',
  SIGCONT: 'go on',
} as const;

/** One of {@link killSignals}. */
export type KillSignal = keyof typeof killSignals;
