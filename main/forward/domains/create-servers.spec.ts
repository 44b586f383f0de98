import { once } from 'node:events';
import { createServer as createContainer } from 'node:http';
import { request } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect as connectTls, createServer as createTlsContainer } from 'node:tls';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { delay } from '../../util/wait.ts';
import { createTlsServer } from './create-servers.ts';
import { createDomainServer } from './domain-server.ts';
import type { DomainRoute } from './domain-table.ts';
import { makeAuthority, makeKey, makeLeaf } from './make-certificate.ts';
import { createSecureContexts } from './secure-contexts.ts';

const authority = makeAuthority('Slipway test', Date.now());
const ca = authority.certificate.toString();
let now: number;
let loads: number;
let isBroken: boolean;
let containerPort: number;
let isContainerSecure: boolean;
let server: ReturnType<typeof createTlsServer>;
let closing: (() => void)[];

beforeEach(async () => {
  now = Date.now();
  loads = 0;
  isBroken = false;
  isContainerSecure = false;
  closing = [];
  const container = createContainer((asked, response) =>
    response.end(`${asked.headers.host} ${asked.headers['x-forwarded-proto']}`),
  ).listen(0, '127.0.0.1');
  await once(container, 'listening');
  containerPort = (container.address() as AddressInfo).port;
  const domains = createDomainServer({
    find: async (name) => routeOf(name),
    connect: async () => connect(containerPort, '127.0.0.1'),
    list: () => [],
    listeners: () => ({ http: nowhere, https: nowhere }),
    onRequests: () => undefined,
  });
  const contexts = createSecureContexts(
    async () => {
      loads += 1;
      if (isBroken) throw new Error('damaged');
      return authority;
    },
    () => now,
  );
  server = createTlsServer(domains, contexts, { headMs: 300, stallMs: 300 }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(
    () => container.close(),
    () => server.close(),
  );
});

afterEach(() => {
  server.closeAllConnections();
  for (const close of closing) close();
});

const nowhere = { wanted: 443, port: 443, problem: null, holder: null };

function routeOf(name: string): DomainRoute {
  return {
    ...{ name, container: { id: name, name }, isRunning: true, state: 'running', port: 80, problem: null },
    labelProblem: null,
    ...{ isSecure: isContainerSecure, place: { kind: 'address', address: '172.17.0.2' } },
  };
}

const portOf = () => (server.address() as AddressInfo).port;

async function ask(name: string): Promise<string> {
  const sent = request({
    ...{ host: '127.0.0.1', port: portOf(), servername: name, ca, agent: false },
    headers: { Host: name },
  });
  sent.end();
  const [response] = await once(sent, 'response');
  return text(response);
}

/** What TLS says to whoever asks for that name: the serial number of the certificate, or the error. */
async function shakeHands(servername: string | undefined): Promise<string> {
  const socket = connectTls({ port: portOf(), host: '127.0.0.1', servername, ca });
  try {
    await once(socket, 'secureConnect');
    return socket.getPeerCertificate().serialNumber;
  } catch (error) {
    return `error ${(error as NodeJS.ErrnoException).code}`;
  } finally {
    socket.destroy();
  }
}

it('answers each name with a certificate of its own, and says that it was asked over HTTPS', async () => {
  expect(await ask('web.slipway.localhost')).toBe('web.slipway.localhost https');
  expect(await ask('api.shop.slipway.localhost')).toBe('api.shop.slipway.localhost https');
  expect(loads).toBe(1);
});

it('keeps a certificate, and makes another long before it ends', async () => {
  const first = await shakeHands('web.slipway.localhost');
  expect(first).toMatch(/^[0-9A-F]{32}$/);
  expect(await shakeHands('web.slipway.localhost')).toBe(first);
  now += 4 * 86_400_000;
  expect(await shakeHands('web.slipway.localhost')).not.toBe(first);
});

it.each(['example.com', 'localhost', undefined])('has none for %s', async (name) => {
  expect(await shakeHands(name)).toMatch(/^error /);
  expect(loads).toBe(0);
});

it('tries again when the authority could not be had', async () => {
  isBroken = true;
  expect(await shakeHands('web.slipway.localhost')).toMatch(/^error /);
  isBroken = false;
  expect(await shakeHands('web.slipway.localhost')).toMatch(/^[0-9A-F]{32}$/);
});

it('speaks TLS with a container whose port does, whatever its certificate is', async () => {
  const key = makeKey();
  const other = makeAuthority('Another', Date.now());
  const container = createTlsContainer({
    key: key.export({ type: 'pkcs8', format: 'pem' }),
    cert: makeLeaf('unheard.of', key, other, Date.now()),
  }).listen(0, '127.0.0.1');
  await once(container, 'listening');
  closing.push(() => container.close());
  container.on('secureConnection', (socket) => {
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecure'));
  });
  containerPort = (container.address() as AddressInfo).port;
  isContainerSecure = true;
  expect(await ask('web.slipway.localhost')).toBe('secure');
});

it('lets go of whoever does not come to the point', async () => {
  for (const bytes of ['', '\u0016\u0003\u0001']) {
    const socket = connect(portOf(), '127.0.0.1');
    socket.on('error', () => undefined).resume();
    socket.write(bytes);
    const late = delay(4_000).then(() => Promise.reject(new Error('still open')));
    await Promise.race([once(socket, 'close'), late]);
  }
});
