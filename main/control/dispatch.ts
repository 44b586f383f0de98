import { SlipwayError, toFailure } from '../contract/errors.ts';
import type { Reply } from '../contract/reply.ts';
import type { Handlers, Requests } from '../contract/requests.ts';

/** Checks a request's name and parameters, runs its handler, and wraps whatever comes of it. Never rejects. */
export type Dispatch = (name: string, parameters: unknown, signal: AbortSignal) => Promise<Reply>;

/** Builds the one way into the handlers of a family of requests, whatever the transport. */
export function createDispatch<R extends Requests>(requests: R, handlers: Handlers<R>): Dispatch {
  return async (name, parameters, signal) => {
    try {
      const definition = Object.hasOwn(requests, name) ? requests[name] : undefined;
      const handler = definition && handlers[name];
      if (definition === undefined || handler === undefined) {
        throw new SlipwayError({
          code: 'invalid-argument',
          message: `There is no request named "${name}".`,
          hint: 'The two sides may be of different versions: quit Slipway and start it again.',
        });
      }
      const parsed = definition.parameters.safeParse(parameters ?? {});
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        throw new SlipwayError({
          code: 'invalid-argument',
          message: `The request ${name} was given a wrong ${issue?.path.join('.') || 'parameter'}: ${issue?.message ?? ''}.`,
          hint: 'Check the value and try again.',
        });
      }
      // The schema has just vouched for the type, which the compiler cannot follow through the index.
      return { result: await handler(parsed.data as never, signal) };
    } catch (error) {
      return { error: toFailure(error) };
    }
  };
}
