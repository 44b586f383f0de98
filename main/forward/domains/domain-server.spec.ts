import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect as connectSocket, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { abortAfter, delay, poll } from '../../util/wait.ts';
import { type DomainScene, openDomainScene } from './fakes/domain-scene.ts';

let scene: DomainScene;
beforeEach(async () => {
  scene = await openDomainScene();
});
afterEach(() => scene.close());

const until = (check: () => boolean) => poll(5, abortAfter(5_000), () => (check() ? true : undefined));

describe('a request for a container', () => {
  it('is led to it with its own Host, and what it is told of the client is not the client’s to say', async () => {
    let seen: IncomingMessage['headers'] = {};
    scene.answer = ({ headers, url }, response) => {
      seen = headers;
      response.setHeader('Set-Cookie', ['a=1', 'b=2']);
      response.end(url);
    };
    const { status, headers, body } = await scene.ask('Web.Slipway.Localhost:7080', {
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
    // So much takes a machine under load its time.
    await scene.close();
    scene = await openDomainScene(5_000);
    const sent = randomBytes(20_000_000);
    scene.answer = async (asked, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of asked) chunks.push(chunk as Buffer);
      response.end(String(Buffer.concat(chunks).equals(sent)));
    };
    expect((await scene.ask('web.slipway.localhost', { method: 'POST' }, sent)).body).toBe('true');
    const known = { method: 'PUT', headers: { 'Content-Length': sent.length } };
    expect((await scene.ask('web.slipway.localhost', known, sent)).body).toBe('true');
  });

  it('takes a slow one along, too, and waits for the answer only then', async () => {
    scene.answer = async (asked, response) => response.end(`${(await text(asked)).length}`);
    const sent = request({
      ...{ port: scene.port, method: 'POST', headers: { Host: 'web.slipway.localhost' } },
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
    scene.answer = (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      send = (event) => response.write(`data: ${event}\n\n`);
      send('first');
    };
    const sent = request({ port: scene.port, headers: { Host: 'web.slipway.localhost' } });
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
    expect(scene.domains.requests()).toBe(1);
    response.destroy();
    await until(() => scene.domains.requests() === 0);
    expect(scene.counts.at(-1)).toBe(0);
  });

  it('keeps the connection for the next one, and counts for nothing in between', async () => {
    const socket = connectSocket(scene.port, '127.0.0.1');
    let heard = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      heard += chunk;
    });
    for (const count of [1, 2]) {
      socket.write('GET / HTTP/1.1\r\nHost: web.slipway.localhost\r\n\r\n');
      await until(() => heard.split('container').length === count + 1);
      await until(() => scene.domains.requests() === 0);
    }
    expect(heard).toContain('connection: keep-alive');
    socket.destroy();
  });

  it('waits while the VM wakes, and is not sent on for a client that has left', async () => {
    let wake: () => void = () => undefined;
    let left = false;
    const usual = scene.connect;
    scene.connect = async (to, signal) => {
      signal.addEventListener('abort', () => {
        left = true;
      });
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      return usual(to, signal);
    };
    const answered = scene.ask('web.slipway.localhost', { method: 'POST' }, 'body');
    await until(() => scene.domains.requests() === 1);
    await delay(700);
    wake();
    expect((await answered).body).toBe('container');
    let asked = 0;
    scene.answer = (_, response) => {
      asked += 1;
      response.end();
    };
    left = false;
    const socket = connectSocket(scene.port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: web.slipway.localhost\r\n\r\n');
    await until(() => scene.domains.requests() === 1);
    socket.destroy();
    await until(() => left && scene.domains.requests() === 0);
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
    scene.container.on('upgrade', (asked: IncomingMessage, socket: Socket) => {
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`);
      socket.write(`${asked.url} ${asked.headers.host} ${asked.headers['x-forwarded-proto']};`);
      socket.on('data', (data) => socket.write(String(data).toUpperCase()));
      socket.on('end', () => socket.end());
    });
    const socket = connectSocket(scene.port, '127.0.0.1');
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
    expect(scene.domains.requests()).toBe(1);
    socket.end();
    await until(() => scene.domains.requests() === 0);
  });

  it('that the container refuses is answered with its own words', async () => {
    scene.container.on('upgrade', (_, socket: Socket) => {
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno');
    });
    const heard = await scene.say(hello);
    expect(heard).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    expect(heard).toMatch(/\r\n\r\nno$/);
  });

  it('where nothing listens, or to a name that is nobody’s, is told so', async () => {
    scene.container.on('upgrade', (_, socket: Socket) => socket.destroy());
    expect(await scene.say(hello)).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n.*Nothing answers at port 3000/s);
    expect(await scene.say(hello.replace('Host: web', 'Host: nobody'))).toMatch(/^HTTP\/1\.1 404 Not Found/);
    expect(await scene.say(hello.replace('web.slipway.localhost', 'evil.example'))).toMatch(
      /^HTTP\/1\.1 421 /,
    );
  });

  it('is all that a connection can become', async () => {
    expect(await scene.say(hello.replace('websocket', 'h2c'))).toMatch(/^HTTP\/1\.1 501 Not Implemented/);
  });

  it('ends with the VM’s sleep', async () => {
    scene.container.on('upgrade', (_, socket: Socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    });
    const socket = connectSocket(scene.port, '127.0.0.1');
    socket.write(hello);
    await once(socket, 'data');
    scene.domains.drop();
    await once(socket, 'close');
    await until(() => scene.domains.requests() === 0);
  });
});
