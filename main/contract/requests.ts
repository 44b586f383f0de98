import { z } from 'zod';

/** One request of the contract: how its parameters are checked, and (as a type only) what it answers. */
export interface RequestDefinition<Parameters extends z.ZodType, Result> {
  readonly parameters: Parameters;
  /** Never set at run time: carries the type of the answer. */
  readonly result?: Result;
}

/** A family of requests: names to definitions. */
export type Requests = Readonly<Record<string, RequestDefinition<z.ZodType, unknown>>>;

/** What a caller passes for a request. */
export type ParametersOf<D> = D extends RequestDefinition<infer P, unknown> ? z.input<P> : never;

/** What a request answers. */
export type ResultOf<D> = D extends RequestDefinition<z.ZodType, infer R> ? R : never;

/** The code behind a family of requests. Parameters are checked before; the signal aborts when the caller leaves. */
export type Handlers<R extends Requests> = {
  readonly [Name in keyof R]: (
    parameters: R[Name] extends RequestDefinition<infer P, unknown> ? z.output<P> : never,
    signal: AbortSignal,
  ) => Promise<ResultOf<R[Name]>>;
};

/** How a client calls a family of requests. Rejects with a SlipwayError. */
export type Call<R extends Requests> = <Name extends keyof R & string>(
  name: Name,
  parameters: ParametersOf<R[Name]>,
) => Promise<ResultOf<R[Name]>>;

/** Defines a request: `request<Answer>()(schema)`. */
export function request<Result>() {
  return <Parameters extends z.ZodType>(parameters: Parameters): RequestDefinition<Parameters, Result> => ({
    parameters,
  });
}

/** One event of a family: its name and what it carries. */
export type EventOf<Events> = {
  readonly [Name in keyof Events]: { readonly name: Name; readonly payload: Events[Name] };
}[keyof Events];

/** Parameters of a request that takes none. */
export const nothing = z.strictObject({});
