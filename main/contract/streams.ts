import { z } from 'zod';
import type { Failure } from './errors.ts';
import { request } from './requests.ts';
import { unacknowledgedPieces } from './stream-window.ts';

/** One stream of the contract: how its parameters are checked, and (as a type only) what one piece of it is. */
export interface StreamDefinition<Parameters extends z.ZodType, Piece> {
  readonly parameters: Parameters;
  /** Never set at run time: carries the type of a piece. */
  readonly piece?: Piece;
}

/** A family of streams: names to definitions. */
export type Streams = Readonly<Record<string, StreamDefinition<z.ZodType, unknown>>>;

/** What whoever opens a stream passes. */
export type StreamParametersOf<D> = D extends StreamDefinition<infer P, unknown> ? z.input<P> : never;

/** What a stream carries. */
export type PieceOf<D> = D extends StreamDefinition<z.ZodType, infer Piece> ? Piece : never;

/**
 * The code behind a family of streams: an iterable per stream. It is asked for the next piece only when the page has
 * taken in enough of those before; the signal aborts when the page closes the stream or goes away.
 */
export type Sources<S extends Streams> = {
  readonly [Name in keyof S]: (
    parameters: S[Name] extends StreamDefinition<infer P, unknown> ? z.output<P> : never,
    signal: AbortSignal,
  ) => AsyncIterable<PieceOf<S[Name]>>;
};

/** Defines a stream: `stream<Piece>()(schema)`. A piece should be worth a message: gather what is small. */
export function stream<Piece>() {
  return <Parameters extends z.ZodType>(parameters: Parameters): StreamDefinition<Parameters, Piece> => ({
    parameters,
  });
}

const id = z.uuid();

/** What the page asks of its streams. */
export const streamRequests = {
  /** Opens a stream under an id of the page's own making, so that no event can come before the page knows of it. */
  'stream.open': request<void>()(
    z.strictObject({ stream: id, name: z.string().max(64), parameters: z.unknown() }),
  ),
  /** Says how many more pieces the page has taken in. An unknown stream is no error: it may just have ended. */
  'stream.acknowledge': request<void>()(
    z.strictObject({ stream: id, pieces: z.number().int().min(1).max(unacknowledgedPieces) }),
  ),
  /** Ends the work behind a stream, which then still tells what came of it; an unknown one is no error. */
  'stream.cancel': request<void>()(z.strictObject({ stream: id })),
  /** Ends a stream; an unknown one is no error. */
  'stream.close': request<void>()(z.strictObject({ stream: id })),
} as const;

/** What a stream announces. */
export interface StreamEvents {
  readonly 'stream.piece': { readonly stream: string; readonly piece: unknown };
  /** Comes once, after the last piece, unless the page has closed the stream; `failure` when it was cut off by anything else. */
  readonly 'stream.end': { readonly stream: string; readonly failure?: Failure };
}
