import { z } from 'zod';
import type { Failure } from './errors.ts';
import { request } from './requests.ts';

const columns = z.number().int().min(2).max(1000);
const rows = z.number().int().min(1).max(1000);
const terminal = z.uuid();
const container = z.string().min(1).max(256);

/** Where a terminal leads. */
export const terminalTarget = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('container'),
    id: container,
    /** Words of what is run; empty: the best shell that the container has. */
    command: z.array(z.string().max(65_536)).max(256).default([]),
    /** A name or a number, with a group behind a colon or not; empty: the container's own. */
    user: z.string().trim().max(256).default(''),
  }),
  /** A shell of Slipway's own beside a container: what it runs on has no shell, or not the tools that are needed. */
  z.strictObject({ kind: z.literal('debug'), id: container }),
  z.strictObject({ kind: z.literal('guest') }),
]);

/** Where a terminal leads, as whoever opens it writes it. */
export type TerminalTarget = z.input<typeof terminalTarget>;

/** Where a terminal leads, in full. */
export type CheckedTarget = z.output<typeof terminalTarget>;

/** Most characters that may be on their way to the screen; above it the source is paused. */
export const unacknowledgedLimit = 100_000;

/** A source that was paused goes on when no more than this is on its way. */
export const resumeBelow = 20_000;

/** Terminals of a window. They end with it. */
export const terminalRequests = {
  /**
   * Starts a shell under an id of the page's own making, so that no event can come before the page knows of it. Rejects
   * with `shell-missing` when the container has none.
   */
  'terminal.open': request<void>()(z.strictObject({ terminal, target: terminalTarget, columns, rows })),
  'terminal.write': request<void>()(z.strictObject({ terminal, data: z.string().max(1_048_576) })),
  'terminal.resize': request<void>()(z.strictObject({ terminal, columns, rows })),
  /** Says how many more characters the screen has taken in. */
  'terminal.acknowledge': request<void>()(
    z.strictObject({ terminal, characters: z.number().int().positive() }),
  ),
  /** Ends the shell, or the opening of one; an unknown terminal is no error (it may just have ended). */
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
