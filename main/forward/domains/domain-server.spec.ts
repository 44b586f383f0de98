import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestOptions, request, type Server } from 'node:http';
import { type AddressInfo, connect as connectSocket, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DomainListeners } from '../../contract/domains.ts';
import { SlipwayError } from '../../contract/errors.ts';
import { abortAfter, delay, poll } from '../../util/wait.ts';
import { createPlainServer } from './create-servers.ts';
import { createDomainServer, type DomainServer } from './domain-server.ts';
import type { DomainRoute } from './domain-table.ts';

/** What answers in place of a container. */
let container: Server;
let answer: (request: IncomingMessage, response: import('node:http').ServerResponse) => void;
let domains: DomainServer;
let server: Server;
let connect: (route: DomainRoute, signal: AbortSignal) => Promise<Duplex>;
let routes: Map<string, DomainRoute>;
let counts: number[];

const nowhere = { wanted: 80, port: 80, problem: null, holder: null };
const listeners: DomainListeners = { http: nowhere, https: { ...nowhere, wanted: 443, port: 443 } };

function route(name: string, over: Partial<DomainRoute> = {}): DomainRoute {
  return {
    name: `${name}.slipway.localhost`,
    container: { id: name, name },
    ...{ isRunning: true, state: 'running', port: 3_000, problem: null, isSecure: false },
    place: { kind: 'address', address: '172.17.0.2' },
    ...over,
  };
}

const portOf = (of: Server) => (of.address() as AddressInfo).port;

beforeEach(async () => {
  answer = (_, response) => response.end('container');
  container = createServer((asked, response) => answer(asked, response)).listen(0, '127.0.0.1');
  await once(container, 'listening');
  routes = new Map([route('web')].map((one) => [one.name, one]));
  counts = [];
  connect = async () => connectSocket({ port: portOf(container), host: '127.0.0.1', allowHalfOpen: true });
  domains = createDomainServer({
    find: async (name) => routes.get(name),
    connect: (to, signal) => connect(to, signal),
    list: () => [...routes.values()],
    listeners: () => listeners,
    onRequests: (open) => counts.push(open),
    answerMs: 500,
  });
  server = createPlainServer(domains, { headMs: 500, stallMs: 500 }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  for (const one of [server, container]) {
    one.close();
    one.closeAllConnections();
  }
  await delay(0);
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

async function ask(host: string, options: RequestOptions = {}, body?: Buffer | string): Promise<Answer> {
  const sent = request({
    ...{ port: portOf(server), host: '127.0.0.1', agent: false, ...options },
    headers: { Host: host, ...(options.headers as Record<string, string>) },
  });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
}

/** Sends bytes as they are; answers all that comes back. */
async function say(bytes: string): Promise<string> {
  const socket = connectSocket(portOf(server), '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}

const until = (check: () => boolean) => poll(5, abortAfter(5_000), () => (check() ? true : undefined));

describe('a request for a container', () => {
  it('is led to it with its own Host, and what it is told of the client is not the client’s to say', async () => {
    let seen: IncomingMessage['headers'] = {};
    answer = ({ headers, url }, response) => {
      seen = headers;
      response.setHeader('Set-Cookie', ['a=1', 'b=2']);
      response.end(url);
    };
    const { status, headers, body } = await ask('Web.Slipway.Localhost:7080', {
      path: '//a/../b?c=%20&d',
      headers: {
        'X-Forwarded-For': '203.0.113.9',
        Forwarded: 'for=203.0.113.9',
        Connection: 'close, X-Secret',
        'X-Secret': '1',
        TE: 'trailers',
      },
    });
    expect({ status, body }).toEqual({ status: 200, body: '//a/../b?c=%20&d' });
    expect(headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(seen).toMatchObject({
      host: 'Web.Slipway.Localhost:7080',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': 'Web.Slipway.Localhost:7080',
      'x-forwarded-proto': 'http',
    });
    for (const name of ['forwarded', 'x-secret', 'te']) expect(seen).not.toHaveProperty(name);
  });

  it('takes a large body along, whole, whatever the length is told by', async () => {
    const sent = randomBytes(20_000_000);
    answer = async (asked, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of asked) chunks.push(chunk as Buffer);
      response.end(String(Buffer.concat(chunks).equals(sent)));
    };
    expect((await ask('web.slipway.localhost', { method: 'POST' }, sent)).body).toBe('true');
    const known = { method: 'PUT', headers: { 'Content-Length': sent.length } };
    expect((await ask('web.slipway.localhost', known, sent)).body).toBe('true');
  });

  it('takes a slow one along, too, and waits for the answer only then', async () => {
    answer = async (asked, response) => response.end(`${(await text(asked)).length}`);
    const sent = request({
      ...{ port: portOf(server), method: 'POST', headers: { Host: 'web.slipway.localhost' } },
    });
    for (let at = 0; at < 8; at += 1) {
      sent.write('x'.repeat(1_000));
      await delay(150);
    }
    sent.end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    expect(await text(response)).toBe('8000');
  });

  it('is answered bit by bit, as the container does, and for as long as it likes', async () => {
    let send: (event: string) => void = () => undefined;
    answer = (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      send = (event) => response.write(`data: ${event}\n\n`);
      send('first');
    };
    const sent = request({ port: portOf(server), headers: { Host: 'web.slipway.localhost' } });
    sent.end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    let heard = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      heard += chunk;
    });
    await until(() => heard.includes('first'));
    // Longer than a stalled client, or one that waits for its answer, is waited for.
    await delay(1_200);
    send('second');
    await until(() => heard.includes('second'));
    expect(domains.requests()).toBe(1);
    response.destroy();
    await until(() => domains.requests() === 0);
    expect(counts.at(-1)).toBe(0);
  });

  it('keeps the connection for the next one, and counts for nothing in between', async () => {
    const socket = connectSocket(portOf(server), '127.0.0.1');
    let heard = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      heard += chunk;
    });
    for (const count of [1, 2]) {
      socket.write('GET / HTTP/1.1\r\nHost: web.slipway.localhost\r\n\r\n');
      await until(() => heard.split('container').length === count + 1);
      await until(() => domains.requests() === 0);
    }
    expect(heard).toContain('connection: keep-alive');
    socket.destroy();
  });

  it('waits while the VM wakes, and is not sent on for a client that has left', async () => {
    let wake: () => void = () => undefined;
    let left = false;
    const usual = connect;
    connect = async (to, signal) => {
      signal.addEventListener('abort', () => {
        left = true;
      });
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      return usual(to, signal);
    };
    const answered = ask('web.slipway.localhost', { method: 'POST' }, 'body');
    await until(() => domains.requests() === 1);
    await delay(700);
    wake();
    expect((await answered).body).toBe('container');
    let asked = 0;
    answer = (_, response) => {
      asked += 1;
      response.end();
    };
    left = false;
    const socket = connectSocket(portOf(server), '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: web.slipway.localhost\r\n\r\n');
    await until(() => domains.requests() === 1);
    socket.destroy();
    await until(() => left && domains.requests() === 0);
    wake();
    await delay(50);
    expect(asked).toBe(0);
  });
});

describe('a WebSocket', () => {
  const hello = [
    'GET /socket HTTP/1.1',
    'Host: web.slipway.localhost',
    'Connection: keep-alive, Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    '\r\n',
  ].join('\r\n');

  it('is joined with the container, both ways, and counts for as long as it is open', async () => {
    container.on('upgrade', (asked: IncomingMessage, socket: Socket) => {
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`);
      socket.write(`${asked.url} ${asked.headers.host} ${asked.headers['x-forwarded-proto']};`);
      socket.on('data', (data) => socket.write(String(data).toUpperCase()));
      socket.on('end', () => socket.end());
    });
    const socket = connectSocket(portOf(server), '127.0.0.1');
    let heard = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      heard += chunk;
    });
    socket.write(`${hello}early;`);
    await until(() => heard.includes('EARLY;'));
    expect(heard).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/);
    expect(heard).toContain('/socket web.slipway.localhost http;');
    await delay(1_200);
    socket.write('late;');
    await until(() => heard.includes('LATE;'));
    expect(domains.requests()).toBe(1);
    socket.end();
    await until(() => domains.requests() === 0);
  });

  it('that the container refuses is answered with its own words', async () => {
    container.on('upgrade', (_, socket: Socket) => {
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno');
    });
    const heard = await say(hello);
    expect(heard).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    expect(heard).toMatch(/\r\n\r\nno$/);
  });

  it('where nothing listens, or to a name that is nobody’s, is told so', async () => {
    container.on('upgrade', (_, socket: Socket) => socket.destroy());
    expect(await say(hello)).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n.*Nothing answers at port 3000/s);
    expect(await say(hello.replace('Host: web', 'Host: nobody'))).toMatch(/^HTTP\/1\.1 404 Not Found/);
    expect(await say(hello.replace('web.slipway.localhost', 'evil.example'))).toMatch(/^HTTP\/1\.1 421 /);
  });

  it('is all that a connection can become', async () => {
    expect(await say(hello.replace('websocket', 'h2c'))).toMatch(/^HTTP\/1\.1 501 Not Implemented/);
  });

  it('ends with the VM’s sleep', async () => {
    container.on('upgrade', (_, socket: Socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    });
    const socket = connectSocket(portOf(server), '127.0.0.1');
    socket.write(hello);
    await once(socket, 'data');
    domains.drop();
    await once(socket, 'close');
    await until(() => domains.requests() === 0);
  });
});

describe('what is in the way is told', () => {
  it('to a browser in a page, to a program in text', async () => {
    const page = await ask('nobody.slipway.localhost', { headers: { Accept: 'text/html,*/*' } });
    expect(page.status).toBe(404);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body).toContain('<h1>There is no container nobody</h1>');
    expect(page.body).toContain(
      '<a href="http://web.slipway.localhost/">web</a> <span>web, port 3000</span>',
    );
    const plain = await ask('nobody.slipway.localhost', { headers: { Accept: '*/*' } });
    expect(plain.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(plain.body).toBe(
      'There is no container nobody\nThese are here:\n\n  http://web.slipway.localhost/  web, port 3000\n',
    );
  });

  it('and which names there are, to no script and no other site', async () => {
    for (const headers of [
      { 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' },
      { 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'script' },
      { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' },
    ])
      for (const host of ['nobody.slipway.localhost', 'slipway.localhost'])
        expect((await ask(host, { headers })).body).not.toContain('web');
    const { headers } = await ask('slipway.localhost', { headers: { Origin: 'https://evil.example' } });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    expect(headers['content-security-policy']).toContain('sandbox');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  });

  it('without believing what a container is called', async () => {
    const name = '<img src=x onerror=alert(1)>\u001b[2J';
    routes.set(
      'odd.slipway.localhost',
      route('odd', { container: { id: 'odd', name }, state: 'exited', isRunning: false }),
    );
    const accept = { headers: { Accept: 'text/html' } };
    for (const host of ['odd.slipway.localhost', 'slipway.localhost']) {
      expect((await ask(host, accept)).body).not.toContain('<img');
      expect((await ask(host)).body).not.toContain('\u001b');
    }
    expect((await ask('odd.slipway.localhost', accept)).body).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  it.each([
    [{ state: 'exited', isRunning: false }, 503, 'The container web does not run'],
    [{ state: 'paused', isRunning: false }, 503, 'The container web is paused'],
    [
      { port: null, problem: { code: 'port-unavailable', message: 'It has no port.', hint: 'Say which.' } },
      502,
      'It has no port\nSay which.\n',
    ],
  ] as const)('of a container that is %j', async (over, status, words) => {
    routes.set('web.slipway.localhost', route('web', over));
    const { body, ...got } = await ask('web.slipway.localhost');
    expect(got.status).toBe(status);
    expect(body).toContain(words);
    expect(counts).toEqual([]);
  });

  it('when nothing listens at the port, and when the VM is not to be had', async () => {
    answer = (asked) => asked.socket.destroy();
    const refused = await ask('web.slipway.localhost', { method: 'POST' }, 'a body');
    expect(refused.status).toBe(502);
    expect(refused.body).toContain('Nothing answers at port 3000 of the container web\n');
    connect = async () => {
      throw new SlipwayError({ code: 'boot-timeout', message: 'The guest is not up.', hint: 'Try again.' });
    };
    expect(await ask('web.slipway.localhost')).toMatchObject({
      status: 503,
      body: 'The guest is not up\nTry again.\n',
    });
  });

  it('when the container never begins its answer', async () => {
    answer = () => undefined;
    const { status, body } = await ask('web.slipway.localhost');
    expect({ status, body }).toMatchObject({ status: 504, body: expect.stringContaining('does not answer') });
  });

  it('when the VM falls asleep over a request', async () => {
    answer = () => undefined;
    const asked = ask('web.slipway.localhost');
    await until(() => domains.requests() === 1);
    await delay(50);
    domains.drop();
    expect((await asked).body).toContain('put to sleep');
  });
});

describe('nobody is served', () => {
  it.each([
    'evil.example',
    'slipway.localhost.evil.example',
    'evilslipway.localhost',
    'localhost',
    '127.0.0.1',
    '[::1]',
    'web.slipway.localhost@evil.example',
    'web.slipway.localhost:80:80',
    '.slipway.localhost',
    '-.slipway.localhost',
    '',
  ])('who asks for %j, by which a foreign page may have been led here', async (host) => {
    const { status, body } = await ask(host);
    expect(status).toBe(421);
    expect(body).not.toContain('web');
    expect(counts).toEqual([]);
  });

  it.each([
    ['two hosts', 'GET / HTTP/1.1\r\nHost: web.slipway.localhost\r\nHost: evil.example\r\n\r\n', 421],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 421],
    [
      'a whole address',
      'GET http://web.slipway.localhost/ HTTP/1.1\r\nHost: web.slipway.localhost\r\n\r\n',
      400,
    ],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: web.slipway.localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['a folded field', 'GET / HTTP/1.1\r\nHost: web.slipway.localhost\r\nX: a\r\n b\r\n\r\n', 400],
    ['a bare line end', 'GET / HTTP/1.1\nHost: web.slipway.localhost\n\n', 400],
    [
      'another chunk length',
      'POST / HTTP/1.1\r\nHost: web.slipway.localhost\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n',
      400,
    ],
  ])('with %s', async (_, bytes, status) => {
    expect(await say(bytes.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'))).toMatch(
      new RegExp(`^HTTP/1\\.1 ${status} `),
    );
  });

  it('who says nothing, half a head, or half a body', async () => {
    answer = (asked) => asked.resume();
    for (const bytes of [
      '',
      'GET / HTTP/1.1\r\nHost: web.sl',
      'POST / HTTP/1.1\r\nHost: web.slipway.localhost\r\nContent-Length: 100\r\n\r\nabc',
    ]) {
      const socket = connectSocket(portOf(server), '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(bytes);
      socket.resume();
      await Promise.race([
        once(socket, 'close'),
        delay(4_000).then(() => Promise.reject(new Error(`still open after ${JSON.stringify(bytes)}`))),
      ]);
    }
    await until(() => domains.requests() === 0);
  });
});
