import { z } from 'zod';
import type { Failure } from './errors.ts';
import { request } from './requests.ts';

const columns = z.number().int().min(2).max(1000);
const rows = z.number().int().min(1).max(1000);
const terminal = z.string().min(1).max(64);

/** Where a terminal leads. */
export const terminalTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('container'), id: z.string().min(1).max(256) }),
  z.strictObject({ kind: z.literal('guest') }),
]);

/** Where a terminal leads. */
export type TerminalTarget = z.output<typeof terminalTarget>;

/** Most characters that may be on their way to the screen; above it the source is paused. */
export const unacknowledgedLimit = 100_000;

/** A source that was paused goes on when no more than this is on its way. */
export const resumeBelow = 20_000;

/** Terminals of a window. They end with it. */
export const terminalRequests = {
  /** Starts a shell; its output comes as `terminal.data` events with the id that is answered. */
  'terminal.open': request<{ readonly terminal: string }>()(
    z.strictObject({ target: terminalTarget, columns, rows }),
  ),
  'terminal.write': request<void>()(z.strictObject({ terminal, data: z.string().max(1_048_576) })),
  'terminal.resize': request<void>()(z.strictObject({ terminal, columns, rows })),
  /** Says how many more characters the screen has taken in. */
  'terminal.acknowledge': request<void>()(
    z.strictObject({ terminal, characters: z.number().int().positive() }),
  ),
  /** Ends the shell; an unknown terminal is no error (it may just have ended). */
  'terminal.close': request<void>()(z.strictObject({ terminal })),
} as const;

/** What a terminal announces. */
export interface TerminalEvents {
  readonly 'terminal.data': { readonly terminal: string; readonly data: string };
  /** `code` is the shell's exit code, null when it is not known; `failure` when it was cut off. */
  readonly 'terminal.exit': {
    readonly terminal: string;
    readonly code: number | null;
    readonly failure?: Failure;
  };
}
