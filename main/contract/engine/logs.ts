import { z } from 'zod';
import { stream } from '../streams.ts';
import { identity } from './identity.ts';

/** Most bytes of one line that are shown; the whole line is in what is saved. The engine keeps lines in pieces of this size. */
export const longestLogLine = 16_384;

/** Whose logs: of every container, or of those that are named and of all of some Compose projects. */
export type LogSources = z.input<typeof logSources>;

/** Checks {@link LogSources}. */
export const logSources = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({
    kind: z.literal('chosen'),
    /** Whole ids. */
    containers: z.array(identity).max(5_000).default([]),
    projects: z.array(z.string().max(1_024)).max(1_000).default([]),
  }),
]);

/** A container that takes part in a stream. Untrusted. */
export interface LogContainer {
  readonly id: string;
  readonly name: string;
  readonly project: string | null;
  readonly service: string | null;
}

/** Lines of one or many containers. */
export interface LogLines {
  readonly kind: 'lines';
  /** Each line is ended by `\n`. Untrusted; what was not UTF-8 is U+FFFD. */
  readonly text: string;
  /** For each line when it was written: milliseconds since 1970, with fractions. */
  readonly times: Float64Array;
  /** For each line twice the place of its container in the order in which they joined; one more when it is of stderr. */
  readonly origins: Uint32Array;
  /** Lines that were longer than {@link longestLogLine}: which of this piece, and how many bytes were left out. */
  readonly cuts: readonly { readonly line: number; readonly leftOut: number }[];
}

/** A piece of `logs.follow`. */
export type LogPiece =
  | LogLines
  /** Containers that take part from now on. */
  | { readonly kind: 'joined'; readonly containers: readonly LogContainer[] }
  /** Everything that was there before has been sent, in the order of time; from now on lines come as they are written. */
  | { readonly kind: 'caught-up' }
  /** The log of one container cannot be read, such as one that its driver does not keep. Untrusted text in it. */
  | { readonly kind: 'unreadable'; readonly container: number; readonly message: string }
  /** The engine went away; it is tried again until the stream is closed, and goes on where it left off. */
  | { readonly kind: 'away'; readonly message: string };

/** What the window reads of logs. */
export const logStreams = {
  'logs.follow': stream<LogPiece>()(
    z.strictObject({
      sources: logSources,
      /** Milliseconds since 1970: nothing older. Null: from the beginning. */
      since: z.number().min(0).nullable().default(null),
      /** Most lines of each container that are older than the stream. Null: all of them. */
      tail: z.number().int().min(0).max(1_000_000).nullable().default(null),
    }),
  ),
} as const;
