import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type Docker from 'dockerode';

/** A call to the engine for which dockerode has no function, or none that can be aborted. */
export interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Without a query; names in it made safe by {@link pathOfName}. */
  readonly path: string;
  /** A value of several is said several times. */
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  /** More of the query, for what is no text: encoded already. */
  readonly encodedQuery?: string;
  /** Sent as it is. */
  readonly body?: Readable;
  /** Sent as JSON, in the place of a body. */
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The part of docker-modem that is used here; its own types leave it open. */
interface Modem {
  dial(options: object, callback: (error: Error | null, answer: unknown) => void): void;
}

/** The engine's answer, parsed. Rejects with what dockerode would: for `attempt` to put into words. */
export async function askJson(engine: Docker, asked: Asked, signal: AbortSignal): Promise<unknown> {
  const answer = await dial(engine, asked, signal, false);
  // docker-modem takes `null` for something that is not JSON, and hands over the bytes: an empty list is said so.
  return Buffer.isBuffer(answer) && answer.toString().trim() === 'null' ? null : answer;
}

/** The engine's answer as it comes. Read it to its end or destroy it. */
export async function askStream(engine: Docker, asked: Asked, signal: AbortSignal): Promise<IncomingMessage> {
  return (await dial(engine, asked, signal, true)) as IncomingMessage;
}

/** An image's or container's name as part of a path: its slashes stay, and nothing in it can begin a query. */
export function pathOfName(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/');
}

function dial(engine: Docker, asked: Asked, signal: AbortSignal, isStream: boolean): Promise<unknown> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked.query ?? {}))
    for (const one of typeof value === 'string' ? [value] : value) query.append(name, one);
  const search = [asked.encodedQuery ?? '', query.toString()].filter((part) => part !== '').join('&');
  const options = {
    // docker-modem takes what stands before a question mark, and writes its own query only when it is given one.
    path: search === '' ? asked.path : `${asked.path}?${search}&`,
    method: asked.method,
    isStream,
    abortSignal: signal,
    statusCodes: { 200: true, 201: true, 204: true },
    ...bodyOf(asked),
  };
  return new Promise((resolve, reject) => {
    (engine.modem as Modem).dial(options, (error, answer) => (error ? reject(error) : resolve(answer)));
  });
}

/** docker-modem sends whatever is no text as it is given, a text it would take for the path of a file. */
function bodyOf({ body, json, headers }: Asked) {
  if (json === undefined)
    return {
      ...(body === undefined ? {} : { file: body }),
      ...(headers === undefined ? {} : { headers }),
    };
  return {
    file: Buffer.from(JSON.stringify(json)),
    headers: { ...headers, 'Content-Type': 'application/json' },
  };
}
