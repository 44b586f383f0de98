import { Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { createProxyServer } from 'httpxy';
import { type Domain, type DomainListeners, domainSuffix } from '../../contract/domains.ts';
import { SlipwayError, toFailure } from '../../contract/errors.ts';
import { gentleStream } from '../gentle-stream.ts';
import { type PlainAnswer, rawAnswer, sendAnswer } from './answer-page.ts';
import * as answers from './domain-answers.ts';
import { askedName } from './domain-names.ts';
import type { DomainRoute } from './domain-table.ts';
import { dropConnectionHeaders, hostOf, prepareHeaders } from './proxy-headers.ts';

/** A page that is made anew from a large database, or a debugger that stands still, is waited for so long. In milliseconds. */
const usualAnswerMs = 600_000;

/** What a server of names works with. */
export interface DomainServerOptions {
  /** Who has a name; undefined: nobody. Wakes no VM. */
  readonly find: (name: string, signal: AbortSignal) => Promise<DomainRoute | undefined>;
  /** A stream to the route's port, of a VM that is woken if it sleeps. Rejects with what is in the way. */
  readonly connect: (route: DomainRoute, signal: AbortSignal) => Promise<Duplex>;
  /** All names, for the page that lists them. */
  readonly list: () => readonly Domain[];
  readonly listeners: () => DomainListeners;
  /** Hears how many requests are being served whenever one begins or ends. */
  readonly onRequests: (open: number) => void;
  /** Until a container has to begin its answer, in milliseconds; for specs. */
  readonly answerMs?: number;
}

/** Leads requests to containers by the name that they ask for. */
export interface DomainServer {
  serve(request: IncomingMessage, response: ServerResponse, isSecure: boolean): void;
  /** A request that is to become a WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, isSecure: boolean): void;
  /** Requests that containers serve, or that wait for them; WebSockets for as long as they are open. */
  requests(): number;
  /** Ends what containers serve; who still waits goes on waiting. */
  drop(): void;
}

/** A server that listens nowhere by itself. */
export function createDomainServer(options: DomainServerOptions): DomainServer {
  const { find, connect, list, listeners, answerMs = usualAnswerMs } = options;
  const open = new Set<AbortController>();
  /** Those that are joined with a container. */
  const joined = new Set<Duplex>();

  /** The container that a request is for, or what to say in its place. */
  const lead = async (
    request: IncomingMessage,
    isSecure: boolean,
    signal: AbortSignal,
  ): Promise<DomainRoute | PlainAnswer> => {
    const name = askedName(hostOf(request));
    if (name === undefined) return answers.misdirected;
    if (request.url?.startsWith('/') !== true) return answers.notOurForm;
    const links = () => answers.linksTo(list(), listeners(), isSecure);
    const route = await find(name, signal);
    if (name === domainSuffix) return answers.indexAnswer(links());
    if (route === undefined) return answers.unknownAnswer(name, links());
    if (!route.isRunning) return answers.notRunningAnswer(route);
    return route.problem === null ? route : answers.failureAnswer(route.problem, 502);
  };

  /** Counts as a use of the VM from here on, until the signal aborts. */
  const reach = async (route: DomainRoute, left: AbortController): Promise<Duplex> => {
    open.add(left);
    options.onRequests(open.size);
    left.signal.addEventListener('abort', () => {
      open.delete(left);
      options.onRequests(open.size);
    });
    const upstream = await connect(route, left.signal);
    if (left.signal.aborted) {
      upstream.on('error', () => undefined);
      upstream.destroy();
      throw left.signal.reason;
    }
    const stream = gentleStream(upstream);
    joined.add(stream);
    stream.on('error', () => undefined);
    stream.once('close', () => joined.delete(stream));
    left.signal.addEventListener('abort', () => stream.destroy());
    return route.isSecure
      ? // Within the VM, by a name that the container's certificate knows nothing of.
        connectTls({ socket: stream, rejectUnauthorized: false, servername: route.name })
      : stream;
  };

  const targetOf = (route: DomainRoute, stream: Duplex) => ({
    target: { protocol: 'http:', host: route.name, port: route.port ?? undefined },
    agent: agentOf(stream),
  });

  const serve = async (request: IncomingMessage, response: ServerResponse, isSecure: boolean) => {
    const left = new AbortController();
    response.once('close', () => left.abort());
    const say = (answer: PlainAnswer) => sendAnswer(request, response, answer);
    const led = await lead(request, isSecure, left.signal);
    if ('status' in led) return say(led);
    const stream = await reach(led, left);
    let late: NodeJS.Timeout | undefined;
    // An upload may take hours: the answer is waited for from its end on.
    request.once('end', () => {
      if (response.headersSent) return;
      late = setTimeout(() => {
        say(answers.silentAnswer(led));
        stream.destroy();
      }, answerMs);
    });
    left.signal.addEventListener('abort', () => clearTimeout(late));
    prepareHeaders(request, isSecure);
    const proxy = createProxyServer();
    proxy.on('proxyRes', ({ headers }) => {
      clearTimeout(late);
      dropConnectionHeaders(headers);
      // When it was answered is the container's to say.
      response.sendDate = false;
    });
    proxy.on('error', (error) => {
      if (response.headersSent) response.destroy();
      else say(answers.brokenAnswer(led, error));
    });
    await proxy.web(request, response, targetOf(led, stream));
  };

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer, isSecure: boolean) => {
    const left = new AbortController();
    socket.on('error', () => socket.destroy());
    socket.once('close', () => left.abort());
    const say = (answer: PlainAnswer) => socket.end(rawAnswer(answer));
    const { upgrade: wanted = '' } = request.headers;
    if (wanted.toLowerCase() !== 'websocket') return say(answers.notOurUpgrade);
    try {
      const led = await lead(request, isSecure, left.signal);
      if ('status' in led) return say(led);
      const stream = await reach(led, left);
      const late = setTimeout(() => stream.destroy(), answerMs);
      left.signal.addEventListener('abort', () => clearTimeout(late));
      prepareHeaders(request, isSecure, 'websocket');
      const proxy = createProxyServer();
      let isJoined = false;
      proxy.on('proxyReqWs', (sent) => {
        sent.once('response', () => {
          clearTimeout(late);
          isJoined = true;
        });
      });
      proxy.on('open', () => {
        clearTimeout(late);
        isJoined = true;
        // Whichever goes takes the other along.
        stream.once('close', () => socket.destroy());
      });
      proxy.on('error', (error) => {
        if (isJoined) socket.destroy();
        else say(answers.brokenAnswer(led, error));
      });
      await proxy.ws(request, socket as never, targetOf(led, stream), head);
    } catch (error) {
      if (!left.signal.aborted) say(answers.failureAnswer(toFailure(error)));
    }
  };

  return {
    serve(request, response, isSecure) {
      serve(request, response, isSecure).catch((error: unknown) =>
        sendAnswer(request, response, answers.failureAnswer(toFailure(error))),
      );
    },
    upgrade(request, socket, head, isSecure) {
      void upgrade(request, socket, head, isSecure);
    },
    requests: () => open.size,
    drop() {
      for (const stream of joined) stream.destroy(new SlipwayError(asleep));
    },
  };
}

const asleep = {
  code: 'not-running',
  message: 'The VM was put to sleep over this request.',
  hint: 'The next one wakes it.',
} as const;

/** Has a request go over that one stream. */
function agentOf(stream: Duplex): Agent {
  return Object.assign(new Agent({ keepAlive: false }), { createConnection: () => stream });
}
