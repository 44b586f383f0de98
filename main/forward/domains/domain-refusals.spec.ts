// What the server of domains answers itself: what is in the way, and that nobody is served.
import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SlipwayError } from '../../contract/errors.ts';
import { abortAfter, delay, poll } from '../../util/wait.ts';
import { type DomainScene, openDomainScene, routeTo } from './fakes/domain-scene.ts';

let scene: DomainScene;
beforeEach(async () => {
  scene = await openDomainScene();
});
afterEach(() => scene.close());

const until = (check: () => boolean) => poll(5, abortAfter(5_000), () => (check() ? true : undefined));

describe('what is in the way is told', () => {
  it('to a browser in a page, to a program in text', async () => {
    const page = await scene.ask('nobody.slipway.localhost', { headers: { Accept: 'text/html,*/*' } });
    expect(page.status).toBe(404);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body).toContain('<h1>There is no container nobody</h1>');
    expect(page.body).toContain(
      '<a href="http://web.slipway.localhost/">web</a> <span>web, port 3000</span>',
    );
    const plain = await scene.ask('nobody.slipway.localhost', { headers: { Accept: '*/*' } });
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
        expect((await scene.ask(host, { headers })).body).not.toContain('web');
    const { headers } = await scene.ask('slipway.localhost', { headers: { Origin: 'https://evil.example' } });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    expect(headers['content-security-policy']).toContain('sandbox');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  });

  it('without believing what a container is called', async () => {
    const name = '<img src=x onerror=alert(1)>\u001b[2J';
    scene.routes.set(
      'odd.slipway.localhost',
      routeTo('odd', { container: { id: 'odd', name }, state: 'exited', isRunning: false }),
    );
    const accept = { headers: { Accept: 'text/html' } };
    for (const host of ['odd.slipway.localhost', 'slipway.localhost']) {
      expect((await scene.ask(host, accept)).body).not.toContain('<img');
      expect((await scene.ask(host)).body).not.toContain('\u001b');
    }
    expect((await scene.ask('odd.slipway.localhost', accept)).body).toContain(
      '&lt;img src=x onerror=alert(1)&gt;',
    );
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
    scene.routes.set('web.slipway.localhost', routeTo('web', over));
    const { body, ...got } = await scene.ask('web.slipway.localhost');
    expect(got.status).toBe(status);
    expect(body).toContain(words);
    expect(scene.counts).toEqual([]);
  });

  it('when nothing listens at the port, and when the VM is not to be had', async () => {
    scene.answer = (asked) => asked.socket.destroy();
    const refused = await scene.ask('web.slipway.localhost', { method: 'POST' }, 'a body');
    expect(refused.status).toBe(502);
    expect(refused.body).toContain('Nothing answers at port 3000 of the container web\n');
    scene.connect = async () => {
      throw new SlipwayError({ code: 'boot-timeout', message: 'The guest is not up.', hint: 'Try again.' });
    };
    expect(await scene.ask('web.slipway.localhost')).toMatchObject({
      status: 503,
      body: 'The guest is not up\nTry again.\n',
    });
  });

  it('when the container never begins its answer', async () => {
    scene.answer = () => undefined;
    const { status, body } = await scene.ask('web.slipway.localhost');
    expect({ status, body }).toMatchObject({ status: 504, body: expect.stringContaining('does not answer') });
  });

  it('when the VM falls asleep over a request', async () => {
    scene.answer = () => undefined;
    const asked = scene.ask('web.slipway.localhost');
    await until(() => scene.domains.requests() === 1);
    await delay(50);
    scene.domains.drop();
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
    const { status, body } = await scene.ask(host);
    expect(status).toBe(421);
    expect(body).not.toContain('web');
    expect(scene.counts).toEqual([]);
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
    expect(await scene.say(bytes.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'))).toMatch(
      new RegExp(`^HTTP/1\\.1 ${status} `),
    );
  });

  it('who says nothing, half a head, or half a body', async () => {
    scene.answer = (asked) => asked.resume();
    for (const bytes of [
      '',
      'GET / HTTP/1.1\r\nHost: web.sl',
      'POST / HTTP/1.1\r\nHost: web.slipway.localhost\r\nContent-Length: 100\r\n\r\nabc',
    ]) {
      const socket = connectSocket(scene.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(bytes);
      socket.resume();
      await Promise.race([
        once(socket, 'close'),
        delay(4_000).then(() => Promise.reject(new Error(`still open after ${JSON.stringify(bytes)}`))),
      ]);
    }
    await until(() => scene.domains.requests() === 0);
  });
});
