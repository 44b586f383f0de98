import { z } from 'zod';
import { chosenFileId } from '../files.ts';
import { request } from '../requests.ts';
import { stream } from '../streams.ts';
import { identity } from './identity.ts';

/** Most bytes of one line that are shown; the whole line is in what is saved. The engine keeps lines in pieces of this size. */
export const longestLogLine = 16_384;

/** Whose logs: of every container, of those that are named and of all of some Compose projects, or of a service's tasks. */
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
  z.strictObject({ kind: z.literal('service'), id: identity }),
]);

/** A container, or a task of a service, that takes part in a stream. Untrusted. */
export interface LogContainer {
  readonly id: string;
  readonly name: string;
  readonly project: string | null;
  readonly service: string | null;
}

/** Lines of one or many containers. */
export interface LogLines {
  readonly kind: 'lines';
  /** As they were written, each ended by `\n`. Untrusted: they may not even be UTF-8. Most are kept without being made text. */
  readonly bytes: Uint8Array;
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

/** A piece of `logs.save`; it ends once the file is whole. */
export interface LogSaving {
  readonly bytes: number;
  readonly lines: number;
  /** Containers whose log cannot be read, once all others are in the file. Untrusted. */
  readonly unreadable: readonly string[];
}

/** A line in full. Untrusted; what was not UTF-8 is U+FFFD. */
export interface WholeLine {
  readonly text: string;
  /** Bytes that are still missing: it is longer than {@link longestWholeLine}. */
  readonly leftOut: number;
}

/** Most bytes of a line that are shown in full: what is longer can be saved. */
export const longestWholeLine = 4_194_304;

/** Milliseconds since 1970. */
const time = z.number().min(0);

/** Of which time: null from the beginning. */
const range = {
  sources: logSources,
  /** Nothing older. */
  since: time.nullable().default(null),
  /** Most lines of each container that are there already. Null: all of them. */
  tail: z.number().int().min(0).max(1_000_000).nullable().default(null),
};

/** What the window asks about logs. */
export const logRequests = {
  /** The line that `logs.follow` has cut, by what it said of it. Rejects with `not-found` when it is gone. */
  'logs.line': request<WholeLine>()(
    z.strictObject({
      container: identity,
      /** It is a task and no container. */
      isTask: z.boolean().default(false),
      time,
      isError: z.boolean(),
    }),
  ),
} as const;

/** What the window reads of logs. */
export const logStreams = {
  'logs.follow': stream<LogPiece>()(z.strictObject(range)),
  /**
   * Writes what is there now to a file that the user has chosen: of one container byte for byte as `docker logs` gives it, of several
   * in the order of time with the container before each line. A stream that is closed earlier leaves no file behind.
   */
  'logs.save': stream<LogSaving>()(
    z.strictObject({
      ...range,
      target: chosenFileId,
      /** Before each line when it was written. */
      withTimes: z.boolean().default(false),
    }),
  ),
} as const;
