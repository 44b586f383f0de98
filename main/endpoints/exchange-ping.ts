import { Agent, type IncomingMessage, type RequestOptions, request } from 'node:http';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gentleStream } from '../forward/gentle-stream.ts';
import { orAborted } from '../util/wait.ts';
import { EndpointError } from './endpoint-error.ts';

/** Most of an answer that is read, in bytes: an engine's versions take two thousand. */
const mostBytes = 262_144;

/** Questions and answers over one stream to an engine, one after the other. */
export interface Exchange {
  /** The answer's text; rejects with `EndpointError` for what is no answer of an engine, or with what the stream ended with. */
  ask(path: string, signal: AbortSignal): Promise<{ readonly text: string; readonly isEngine: boolean }>;
}

/** Speaks HTTP over a stream that the caller ends. */
export function exchangeOver(stream: Duplex, where: string): Exchange {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const socket = Object.assign(gentleStream(stream), { ref: () => undefined, unref: () => undefined });
  let isUsed = false;
  agent.createConnection = () => {
    if (isUsed) throw new EndpointError('engine', endedTooSoon(where));
    isUsed = true;
    return socket as never;
  };
  return {
    async ask(path, signal) {
      const options: RequestOptions = { agent, path, signal, headers: { Host: 'docker' } };
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        request(options, resolve)
          .once('error', (error) => reject(signal.aborted ? signal.reason : whyNot(where, error)))
          .end();
      });
      return { text: await readAnswer(answer), isEngine: answer.headers['api-version'] !== undefined };
    },
  };
}

/** Sees that an engine answers at the end of a stream. Rejects with `late` when it does not in time, and as the signal says. */
export async function exchangePing(
  stream: Duplex,
  withinMs: number,
  late: EndpointError,
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(late), withinMs);
  const until = AbortSignal.any([signal, over.signal]);
  try {
    await orAborted(until, exchangeOver(stream, 'It').ask('/_ping', until));
  } finally {
    clearTimeout(timer);
  }
}

async function readAnswer(answer: IncomingMessage): Promise<string> {
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > mostBytes) answer.destroy(new Error('the answer is too long'));
  });
  return text(answer);
}

/** What speaks another protocol than HTTP is no engine. */
function whyNot(where: string, error: Error): Error {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (!code.startsWith('HPE_')) return error;
  return new EndpointError('engine', notAnEngine(where), { cause: error });
}

/** What is said of an address at which something else answers. */
export function notAnEngine(where: string) {
  return {
    message: `${where} answers, but not as a Docker engine does.`,
    hint: 'Check the port: something else listens there, or TLS is wanted (`--tls`, `--ca FILE`).',
  };
}

function endedTooSoon(where: string) {
  return {
    message: `${where} ended the connection too soon.`,
    hint: 'Try again; look at that engine’s log.',
  };
}
