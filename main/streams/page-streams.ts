import { SlipwayError, toFailure } from '../contract/errors.ts';
import type { EventOf, Handlers } from '../contract/requests.ts';
import { unacknowledgedPieces } from '../contract/stream-window.ts';
import type { Sources, StreamEvents, Streams, streamRequests } from '../contract/streams.ts';
import { createWindow, type Window } from './window.ts';

/** Most streams that one page may have open. */
const mostStreams = 200;

/** Hears what streams announce. */
export type AnnounceStream = (event: EventOf<StreamEvents>) => void;

/** The streams of one page. */
export interface PageStreams {
  readonly handlers: Handlers<typeof streamRequests>;
  /** Ends all of them: the page has gone or was loaded anew. */
  closeAll(): void;
}

interface OpenStream {
  /** Its work is to end. */
  readonly stopped: AbortController;
  /** Nobody hears it any more. */
  readonly closed: AbortController;
  readonly window: Window;
}

/** Builds the streams of one page: checks what is asked for, and lets no source run ahead of the page. */
export function createPageStreams<S extends Streams>(
  definitions: S,
  sources: Sources<S>,
  announce: AnnounceStream,
): PageStreams {
  const open = new Map<string, OpenStream>();

  const pump = async (
    id: string,
    { stopped, closed, window }: OpenStream,
    pieces: AsyncIterable<unknown>,
  ) => {
    const { signal } = closed;
    const end = (event: StreamEvents['stream.end']) => {
      if (signal.aborted) return;
      open.delete(id);
      announce({ name: 'stream.end', payload: event });
    };
    try {
      for await (const piece of pieces) {
        if (signal.aborted) return;
        announce({ name: 'stream.piece', payload: { stream: id, piece } });
        await window.take(signal);
      }
      end({ stream: id });
    } catch (error) {
      end(isReason(stopped.signal, error) ? { stream: id } : { stream: id, failure: toFailure(error) });
    } finally {
      // Whatever the source has not let go of by itself, such as answers of the engine that nobody reads to their end.
      stopped.abort();
      closed.abort();
    }
  };

  const close = (id: string) => {
    const stream = open.get(id);
    // First: what the source says of its end is no news then.
    stream?.closed.abort();
    stream?.stopped.abort();
    open.delete(id);
  };

  return {
    handlers: {
      async 'stream.open'({ stream: id, name, parameters }) {
        if (open.has(id)) throw refused(`The stream ${id} is open already.`);
        if (open.size >= mostStreams)
          throw refused(`Could not open another stream: ${mostStreams} are open.`);
        const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
        const source = definition && sources[name];
        if (definition === undefined || source === undefined)
          throw refused(`There is no stream named "${name}".`);
        const parsed = definition.parameters.safeParse(parameters ?? {});
        if (!parsed.success) {
          const [issue] = parsed.error.issues;
          const what = issue?.path.join('.') || 'parameter';
          throw refused(`The stream ${name} was given a wrong ${what}: ${issue?.message ?? ''}.`);
        }
        const opened = {
          stopped: new AbortController(),
          closed: new AbortController(),
          window: createWindow(unacknowledgedPieces),
        };
        open.set(id, opened);
        // The schema has just vouched for the type, which the compiler cannot follow through the index.
        void pump(id, opened, source(parsed.data as never, opened.stopped.signal));
      },
      async 'stream.acknowledge'({ stream: id, pieces }) {
        open.get(id)?.window.give(pieces);
      },
      async 'stream.cancel'({ stream: id }) {
        open.get(id)?.stopped.abort();
      },
      async 'stream.close'({ stream: id }) {
        close(id);
      },
    },
    closeAll() {
      for (const id of [...open.keys()]) close(id);
    },
  };
}

/** Whether an error says no more than that the signal has aborted. */
function isReason({ aborted, reason }: AbortSignal, error: unknown): boolean {
  for (
    let cause = error;
    aborted && cause !== undefined;
    cause = cause instanceof Error ? cause.cause : undefined
  )
    if (cause === reason) return true;
  return false;
}

function refused(message: string): SlipwayError {
  return new SlipwayError({
    code: 'invalid-argument',
    message,
    hint: 'Check the value and try again.',
  });
}
