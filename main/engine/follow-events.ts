import { type IncomingMessage, request } from 'node:http';
import { linesOf } from '../util/lines-of.ts';
import { delay } from '../util/wait.ts';
import { withEngineBeginning } from './deadlines.ts';
import { type EngineMessage, readMessage } from './engine-message.ts';

const retries: Retries = { firstMs: 1_000, longestMs: 60_000 };

/** Which events are asked for, as the engine's API has it. */
export interface EventFilters {
  readonly type: readonly string[];
  readonly event: readonly string[];
}

/** Milliseconds between two tries: before the first, doubled up to the longest. */
export interface Retries {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** Opens the engine's event stream: pieces of text that hold one JSON document per line. The signal ends it, begun or not. */
export type OpenEvents = (signal: AbortSignal) => Promise<AsyncIterable<string | Uint8Array>>;

/**
 * Hears each event, until the signal aborts, and of each stream that is opened: what happened before it was missed. Never rejects;
 * tries again when the stream is lost.
 */
export function followEvents(
  socketPath: string,
  filters: EventFilters,
  onEvent: (event: EngineMessage) => void,
  signal: AbortSignal,
  onOpen: () => void = () => undefined,
): Promise<void> {
  return readEvents((until) => openEvents(socketPath, filters, until), retries, { onOpen, onEvent }, signal);
}

/** As {@link followEvents}, of whatever streams are opened; `onOpen` hears of each: what happened before it was missed. */
export async function readEvents(
  open: OpenEvents,
  { firstMs, longestMs }: Retries,
  { onOpen, onEvent }: { readonly onOpen: () => void; readonly onEvent: (event: EngineMessage) => void },
  signal: AbortSignal,
): Promise<void> {
  let retryMs = firstMs;
  while (!signal.aborted) {
    try {
      const stream = await withEngineBeginning('read', 'listen for events', signal, open);
      retryMs = firstMs;
      onOpen();
      for await (const line of linesOf(stream)) {
        const event = readMessage(line);
        if (event !== undefined) onEvent(event);
      }
    } catch {
      // A lost stream is not worth a word of its own: the status says when the engine is away.
    }
    await delay(retryMs, signal).catch(() => undefined);
    retryMs = Math.min(retryMs * 2, longestMs);
  }
}

function openEvents(
  socketPath: string,
  filters: EventFilters,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const path = `/events?filters=${encodeURIComponent(JSON.stringify(filters))}`;
  const options = { socketPath, path, agent: false, signal, headers: { Host: 'docker' } };
  return new Promise((resolve, reject) => {
    const asked = request(options, (answer) => {
      if (answer.statusCode === 200) return resolve(answer.setEncoding('utf8'));
      answer.destroy();
      reject(new Error(`The engine answered ${answer.statusCode} in place of its events.`));
    });
    asked.on('error', reject);
    asked.end();
  });
}
