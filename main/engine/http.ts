import { type Agent, type IncomingMessage, type RequestOptions, request } from 'node:http';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { SlipwayError } from '../contract/errors.ts';

/** A plain request to the engine, for the few calls that must not wait for a client library to load. */
export interface EngineRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: Readable;
  readonly contentType?: string;
}

/** What an engine answers that does not do as it is asked. `status`: that of HTTP. */
export class EngineRefusal extends SlipwayError {
  readonly status: number;

  constructor({ method, path }: EngineRequest, status: number, reason: string) {
    super({
      code: 'engine-request-failed',
      message: `The engine refused ${method} ${path} (${status}): ${reason}.`,
      hint: 'See `slipway logs --source console` for what the engine says.',
    });
    this.status = status;
  }
}

/**
 * Sends a request over the engine's socket and reads the answer as text. Rejects when it is not a success. On a new connection unless
 * `agent` keeps one.
 */
export async function askEngine(
  socketPath: string,
  asked: EngineRequest,
  signal: AbortSignal,
  agent?: Agent,
): Promise<string> {
  return (await exchange(socketPath, asked, signal, agent)).body;
}

/** The same for what the engine says beside its answer; undefined where it does not say that. */
export async function askEngineHeader(
  socketPath: string,
  asked: EngineRequest,
  header: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const said = (await exchange(socketPath, asked, signal)).headers[header.toLowerCase()];
  return typeof said === 'string' ? said : undefined;
}

async function exchange(socketPath: string, asked: EngineRequest, signal: AbortSignal, agent?: Agent) {
  // A request that is aborted from the first connects all the same, and wakes a VM that has been put to sleep.
  signal.throwIfAborted();
  const options: RequestOptions = {
    socketPath,
    method: asked.method,
    path: asked.path,
    // None unless asked for: a kept connection hides that new ones fail.
    agent: agent ?? false,
    signal,
    headers: {
      Host: 'docker',
      ...(agent === undefined ? { Connection: 'close' } : {}),
      ...(asked.contentType === undefined ? {} : { 'Content-Type': asked.contentType }),
    },
  };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(options, resolve);
    sent.once('error', (error) => reject(signal.aborted ? signal.reason : unreachable(socketPath, error)));
    if (asked.body === undefined) sent.end();
    else pipeline(asked.body, sent, { signal }).catch(reject);
  });
  const body = await text(response);
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return { headers: response.headers, body };
  throw new EngineRefusal(asked, status, engineMessage(body));
}

function engineMessage(answer: string): string {
  try {
    const parsed = JSON.parse(answer) as { message?: unknown };
    return typeof parsed.message === 'string' ? parsed.message.trim() : answer.trim();
  } catch {
    return answer.trim().slice(0, 500);
  }
}

function unreachable(socketPath: string, cause: Error): SlipwayError {
  return new SlipwayError(
    {
      code: 'engine-unreachable',
      message: `The engine does not answer on ${socketPath}: ${cause.message}.`,
      hint: 'Run `slipway status`.',
    },
    { cause },
  );
}
