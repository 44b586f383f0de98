import type { Readable } from 'node:stream';
import { z } from 'zod';

const schema = z.object({
  id: z.string().optional(),
  status: z.string().optional(),
  /** What a load says. */
  stream: z.string().optional(),
  progressDetail: z
    .object({ current: z.number().optional(), total: z.number().optional(), units: z.string().optional() })
    .nullish(),
  error: z.string().optional(),
});

/** One message of the engine about how far it is. */
export type ProgressMessage = z.output<typeof schema>;

/** The messages of an answer, one a line; what is no message is passed over. Ends the answer when the signal aborts. */
export async function* readMessages(answer: Readable, signal: AbortSignal): AsyncGenerator<ProgressMessage> {
  const stop = () => answer.destroy(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    let rest = '';
    for await (const piece of answer.setEncoding('utf8') as AsyncIterable<string>) {
      const lines = (rest + piece).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield* parse(line);
    }
    yield* parse(rest);
    signal.throwIfAborted();
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', stop);
    answer.destroy();
  }
}

function* parse(line: string): Generator<ProgressMessage> {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return;
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) yield parsed.data;
}
