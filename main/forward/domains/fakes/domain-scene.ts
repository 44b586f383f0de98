import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestOptions,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, connect as connectSocket } from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { DomainListeners } from '../../../contract/domains.ts';
import { delay } from '../../../util/wait.ts';
import { createPlainServer } from '../create-servers.ts';
import { createDomainServer, type DomainServer } from '../domain-server.ts';
import type { DomainRoute } from '../domain-table.ts';

/** What was answered to a request. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server of domains, and what answers in place of a container. */
export interface DomainScene {
  readonly container: Server;
  readonly domains: DomainServer;
  /** Where the domains are served. */
  readonly port: number;
  /** By their names; `web` at first. */
  readonly routes: Map<string, DomainRoute>;
  /** How many requests there were, whenever that was told. */
  readonly counts: readonly number[];
  /** What the container answers. */
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  /** How it is reached. */
  connect: (route: DomainRoute, signal: AbortSignal) => Promise<Duplex>;
  ask(host: string, options?: RequestOptions, body?: Buffer | string): Promise<Answer>;
  /** Sends bytes as they are; answers all that comes back. */
  say(bytes: string): Promise<string>;
  close(): Promise<void>;
}

/** The route to a container that runs. */
export function routeTo(name: string, over: Partial<DomainRoute> = {}): DomainRoute {
  return {
    name: `${name}.slipway.localhost`,
    container: { id: name, name },
    ...{ isRunning: true, state: 'running', port: 3_000, problem: null, isSecure: false },
    labelProblem: null,
    place: { kind: 'address', address: '172.17.0.2' },
    ...over,
  };
}

const nowhere = { wanted: 80, port: 80, problem: null, holder: null };
const listeners: DomainListeners = { http: nowhere, https: { ...nowhere, wanted: 443, port: 443 } };

const portOf = (of: Server) => (of.address() as AddressInfo).port;

/** Serves the domains of a container named web, with little patience: in milliseconds, for an answer and for what stalls. */
export async function openDomainScene(patienceMs = 500): Promise<DomainScene> {
  const container = createServer((asked, response) => scene.answer(asked, response)).listen(0, '127.0.0.1');
  await once(container, 'listening');
  const routes = new Map([routeTo('web')].map((one) => [one.name, one]));
  const counts: number[] = [];
  const domains = createDomainServer({
    find: async (name) => routes.get(name),
    connect: (to, signal) => scene.connect(to, signal),
    list: () => [...routes.values()],
    listeners: () => listeners,
    onRequests: (open) => counts.push(open),
    answerMs: patienceMs,
  });
  const server = createPlainServer(domains, { headMs: 500, stallMs: patienceMs }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  const scene: DomainScene = {
    ...{ container, domains, port, routes, counts },
    answer: (_, response) => response.end('container'),
    connect: async () => connectSocket({ port: portOf(container), host: '127.0.0.1', allowHalfOpen: true }),
    async ask(host, options = {}, body) {
      const sent = request({
        ...{ port, host: '127.0.0.1', agent: false, ...options },
        headers: { Host: host, ...(options.headers as Record<string, string>) },
      });
      sent.end(body);
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
    },
    async say(bytes) {
      const socket = connectSocket(port, '127.0.0.1');
      socket.write(bytes);
      return text(socket);
    },
    async close() {
      for (const one of [server, container]) {
        one.close();
        one.closeAllConnections();
      }
      await delay(0);
    },
  };
  return scene;
}
