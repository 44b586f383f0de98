import type Docker from 'dockerode';
import { askStream } from '../ask.ts';
import { attempt, engineError } from '../connection.ts';
import { withEngineBeginning } from '../deadlines.ts';
import type { LogEncoding } from './log-parser.ts';
import { type Stamp, sinceOf } from './stamp.ts';

/** What is asked of one container's log. */
export interface LogQuestion {
  readonly id: string;
  /** Goes on with what is written later, until the container ends. */
  readonly follow: boolean;
  /** From the first line that is not older. */
  readonly since: Stamp | null;
  /** Most lines that are there already, the newest; null for all. */
  readonly tail: number | null;
}

/** One container's log as it comes: a stream that is read no faster than it is asked for. */
export interface OpenLog {
  readonly encoding: LogEncoding;
  readonly stream: AsyncIterable<Buffer>;
}

/** Opens logs; the unit tests have another way. */
export type OpenLogs = (question: LogQuestion, signal: AbortSignal) => Promise<OpenLog>;

/**
 * Opens logs at an engine, of containers or of a Swarm's tasks. The stream is cut when the signal aborts. Rejects with `not-found` for
 * one that is gone.
 */
export function logsOf(engine: Docker, kind: 'containers' | 'tasks' = 'containers'): OpenLogs {
  return async ({ id, follow, since, tail }, signal) => {
    const doing = `read the log of a ${kind === 'tasks' ? 'task' : 'container'}`;
    const query = {
      stdout: '1',
      stderr: '1',
      timestamps: '1',
      follow: follow ? '1' : '0',
      tail: tail === null ? 'all' : String(tail),
      ...(since === null ? {} : { since: sinceOf(since) }),
    };
    const stream = await attempt(doing, () =>
      withEngineBeginning('read', doing, signal, (until) =>
        askStream(engine, { method: 'GET', path: `/${kind}/${encodeURIComponent(id)}/logs`, query }, until),
      ),
    );
    // What cuts it off when nobody reads it is heard by whoever reads next.
    stream.on('error', () => undefined);
    const type = stream.headers['content-type'] ?? '';
    return { encoding: type.includes('multiplexed') ? 'frames' : 'raw', stream: inWords(doing, stream) };
  };
}

/** What cuts a stream off in its midst is told as what cuts off a call. */
async function* inWords(doing: string, stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
  try {
    yield* stream;
  } catch (error) {
    throw engineError({ doing }, error);
  }
}
