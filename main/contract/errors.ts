import { fileRefusal } from './system-errors.ts';

/** Every reason for which Slipway itself can fail. Stable: documented in docs/cli.md and matched by callers. */
export const errorCodes = [
  'accelerator-failed',
  'assets-missing',
  'boot-timeout',
  'busy',
  'certificates-unusable',
  'client-missing',
  'data-disk-damaged',
  'data-disk-missing',
  'deadline-exceeded',
  'disk-full',
  'engine-request-failed',
  'engine-unreachable',
  'file-unusable',
  'guest-failed',
  'guest-unreachable',
  'home-locked',
  'home-path-too-long',
  'home-unwritable',
  'host-unreachable',
  'host-unresponsive',
  'image-corrupt',
  'image-mismatch',
  'internal',
  'invalid-argument',
  'memory-insufficient',
  'network-outdated',
  'not-found',
  'not-running',
  'port-unavailable',
  'proxy-unusable',
  'qemu-failed',
  'qemu-missing',
  'resume-failed',
  'save-failed',
  'settings-invalid',
  'setting-unknown',
  'share-unavailable',
  'shell-missing',
  'swarm-unusable',
  'vm-cut-off',
  'vm-exited',
  'vm-orphaned',
  'vm-restarted',
  'vm-unresponsive',
  'watches-exceeded',
  'host-port-closed',
  'resolver-unreachable',
  'aborted',
] as const;

/** One of {@link errorCodes}. */
export type ErrorCode = (typeof errorCodes)[number];

/** Those of a process that supervises the VM and is not heard: how the VM is is then known from the files alone. */
export const hostLossCodes: readonly ErrorCode[] = ['host-unreachable', 'host-unresponsive'];

/** Whether a failure is that the supervising process is not heard. */
export function isHostLoss({ code }: Pick<Failure, 'code'>): boolean {
  return hostLossCodes.includes(code);
}

/** An error in the form in which it crosses a process boundary. */
export interface Failure {
  readonly code: ErrorCode;
  /** What failed, and on what: one sentence. */
  readonly message: string;
  /** What to try: one sentence; empty where the engine refused for a reason that no rule knows (plain-reason.ts). */
  readonly hint: string;
  /** More for whoever wants to know: output of a tool, an original message. */
  readonly detail?: string;
}

/** The error that Slipway's own code throws; its text is fit for a user's eyes. */
export class SlipwayError extends Error {
  override readonly name = 'SlipwayError';
  readonly code: ErrorCode;
  readonly hint: string;
  readonly detail: string | undefined;

  constructor(failure: Failure, options?: { readonly cause?: unknown }) {
    super(failure.message, options);
    this.code = failure.code;
    this.hint = failure.hint;
    this.detail = failure.detail;
  }
}

/** What is not simply a file that cannot be used. A file that is not there may come: it is worth another try. */
const codesOfRefusals: Readonly<Record<string, ErrorCode>> = {
  EDQUOT: 'disk-full',
  EMFILE: 'internal',
  ENFILE: 'internal',
  ENOENT: 'internal',
  ENOSPC: 'disk-full',
};

/** Turns whatever was thrown into a {@link Failure}; an unknown error keeps its text as the message. */
export function toFailure(error: unknown): Failure {
  if (error instanceof SlipwayError) {
    return {
      code: error.code,
      message: error.message,
      hint: error.hint,
      ...(error.detail === undefined ? {} : { detail: error.detail }),
    };
  }
  if (error instanceof Error && error.name === 'AbortError') {
    return { code: 'aborted', message: 'The operation was cancelled.', hint: 'Start it again.' };
  }
  // What a signal says whose time is over: the platform's text names neither what was waited for nor what to try.
  if (error instanceof Error && error.name === 'TimeoutError') {
    return {
      code: 'deadline-exceeded',
      message: 'The operation did not come to its end in time.',
      hint: 'The machine may be overloaded: try again; `slipway logs` says how far it got.',
    };
  }
  const refusal = fileRefusal(error);
  if (refusal !== undefined) {
    return {
      code: codesOfRefusals[refusal.code] ?? 'home-unwritable',
      message: `${refusal.path} cannot be used: ${refusal.reason}.`,
      hint: 'Mend that file or folder (what it is, its permissions, the space on its disk) and try again.',
    };
  }
  return {
    code: 'internal',
    message: error instanceof Error ? error.message : String(error),
    hint: 'See `slipway logs` for what happened before.',
  };
}
