import { type IncomingMessage, request } from 'node:http';
import { linesOf } from '../util/lines-of.ts';
import { delay } from '../util/wait.ts';

/** Milliseconds before the first new try after the stream was lost; doubled up to the longest. */
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;

/** Which events are asked for, as the engine's API has it. */
export interface EventFilters {
  readonly type: readonly string[];
  readonly event: readonly string[];
}

/** Hears each event as the line that it came in, until the signal aborts. Never rejects; tries again when the stream is lost. */
export async function followEvents(
  socketPath: string,
  filters: EventFilters,
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  let retryMs = firstRetryMs;
  while (!signal.aborted) {
    try {
      const stream = await openEvents(socketPath, filters, signal);
      retryMs = firstRetryMs;
      for await (const line of linesOf(stream.setEncoding('utf8'))) onLine(line);
    } catch {
      // A lost stream is not worth a word of its own: the status says when the engine is away.
    }
    await delay(retryMs, signal).catch(() => undefined);
    retryMs = Math.min(retryMs * 2, longestRetryMs);
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
      if (answer.statusCode === 200) return resolve(answer);
      answer.destroy();
      reject(new Error(`The engine answered ${answer.statusCode} in place of its events.`));
    });
    asked.on('error', reject);
    asked.end();
  });
}
