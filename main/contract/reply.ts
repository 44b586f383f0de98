import { type Failure, SlipwayError } from './errors.ts';

/** An answer as it crosses a process boundary. */
export type Reply = { readonly result: unknown } | { readonly error: Failure };

/** The result of a reply, or its error thrown as a SlipwayError. */
export function unwrapReply(reply: Reply): unknown {
  if ('error' in reply) throw new SlipwayError(reply.error);
  return reply.result;
}
