// Containers by their names: real requests through the shared VM, whatever becomes of the container and of the VM.
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { type IncomingMessage, type RequestOptions, request } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Domains } from '../../main/contract/domains.ts';
import { abortAfter, delay, poll } from '../../main/util/wait.ts';
import { freePorts, lanAddress } from '../support/port-visitor.ts';
import { runProgram } from '../support/run-program.ts';
import { sharedVm } from '../support/shared-vm.ts';
import { webServer } from '../support/web-server.ts';

const vm = await sharedVm();
let http: number;
let https: number;
const made: string[] = [];

const settings = ['domains.httpPort', 'domains.httpsPort'] as const;

beforeAll(async () => {
  // Ports of its own: another VM of these tests may have the usual ones.
  [http = 0, https = 0] = await freePorts(2);
  for (const [key, port] of [
    [settings[0], http],
    [settings[1], https],
  ] as const)
    expect(await vm.slipway(['settings', 'set', key, `${port}`])).toMatchObject({ code: 0 });
  await poll(250, abortAfter(60_000), async () => {
    const { domains: known } = await vm.status();
    return known?.http.port === http && known.https.port === https ? true : undefined;
  });
});
afterAll(async () => {
  for (const key of settings) await vm.slipway(['settings', 'unset', key]);
  await vm.client(['rm', '--force', ...made]);
  await vm.client(['network', 'rm', 'inside', 'ours']);
});

const docker = async (...parameters: readonly string[]) => {
  const { code, stdout, stderr } = await vm.client(parameters);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.trim();
};
const run = (name: string, ...parameters: readonly string[]) => {
  made.push(name);
  return docker('run', '--detach', '--name', name, ...parameters);
};
const idle = ['slipway/busybox', 'sleep', '600'];
const hostOf = (name: string) => `${name}.slipway.localhost`;

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A request by a name. Node's own lookup does not know it on every system: it is asked for by the address. */
async function ask(name: string, options: RequestOptions = {}, body?: Buffer): Promise<Answer> {
  const { headers, ...rest } = options;
  const sent = request({
    ...{ host: '127.0.0.1', port: http, agent: false, headers: { Host: name, ...headers }, ...rest },
    signal: abortAfter(120_000),
  });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

/** Until a program in a container has had the time to listen. */
const untilAnswered = (name: string) =>
  poll(250, abortAfter(60_000), async () => ((await ask(name)).status === 200 ? true : undefined));

async function domains(): Promise<Domains> {
  const { code, stdout, stderr } = await vm.slipway(['domains', '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Domains;
}

describe('a container that publishes nothing', () => {
  beforeAll(async () => {
    await run('named', ...webServer());
    await untilAnswered(hostOf('named'));
  });

  it('is reached by its name, over IPv4 and IPv6, with its Host and who asked', async () => {
    for (const host of ['127.0.0.1', '::1']) {
      const { status, body } = await ask(`Named.Slipway.Localhost:${http}`, { host, path: '/a?b=c' });
      expect(status).toBe(200);
      expect(body).toMatch(/^GET \/a\?b=c HTTP\/1\.1\r\n/);
      expect(body.toLowerCase()).toContain(`\r\nhost: named.slipway.localhost:${http}\r\n`);
      expect(body).toContain(`\r\nx-forwarded-for: ${host}\r\n`);
      expect(body).toContain('\r\nx-forwarded-proto: http\r\n');
    }
  });

  it('by curl, which knows such names by itself', async (context) => {
    const asked = runProgram('curl', ['-sS', `http://${hostOf('named')}:${http}/curl`], { env: process.env });
    const { code, stdout, stderr } = await asked.catch(() => context.skip('there is no curl here'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('GET /curl HTTP/1.1');
  });

  it('from no other machine', async () => {
    for (const port of [http, https]) {
      const socket = connect({ host: lanAddress(), port });
      const [error] = await once(socket, 'error');
      expect((error as NodeJS.ErrnoException).code).toBe('ECONNREFUSED');
    }
  });

  it('carries a WebSocket, events as they come, and a large upload', async () => {
    const socket = connect(http, '127.0.0.1').setEncoding('utf8');
    let heard = '';
    socket.on('data', (data: string) => {
      heard += data;
    });
    const until = (words: string) =>
      poll(20, abortAfter(30_000), () => (heard.includes(words) ? true : undefined));
    const head = ['GET /socket HTTP/1.1', `Host: ${hostOf('named')}`, 'Connection: Upgrade'];
    socket.write([...head, 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', '\r\n'].join('\r\n'));
    await until('HTTP/1.1 101 Switching Protocols\r\n');
    for (const word of ['first', 'second']) {
      socket.write(word);
      await until(word);
    }
    socket.destroy();

    const times: number[] = [];
    const sent = request({
      host: '127.0.0.1',
      port: http,
      path: '/events',
      headers: { Host: hostOf('named') },
    });
    sent.end();
    const [events] = (await once(sent, 'response')) as [IncomingMessage];
    for await (const _ of events) times.push(performance.now());
    expect(times.length).toBeGreaterThanOrEqual(4);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(1_000);

    const body = Buffer.alloc(16_000_000, 'x');
    const before = performance.now();
    const answer = await ask(
      hostOf('named'),
      { method: 'POST', path: '/upload', headers: { 'Content-Length': body.length } },
      body,
    );
    console.log(`an upload of 16 MB: ${Math.round(performance.now() - before)} ms`);
    expect(answer).toMatchObject({ status: 200, body: String(body.length) });
  });

  it('is told of by `domains`, `ports` and `status`', async () => {
    const named = (await domains()).domains?.find(({ container }) => container.name === 'named');
    expect(named).toMatchObject({ name: hostOf('named'), isRunning: true, port: 3_000, problem: null });
    expect((await vm.slipway(['domains'])).stdout).toMatch(
      new RegExp(`^http://${hostOf('named')}\\S*/ +named +3000 +open$`, 'm'),
    );
    expect((await vm.slipway(['ports'])).stdout).toContain('By name: http://NAME.slipway.localhost');
    expect((await vm.slipway(['status'])).stdout).toMatch(/^Domains +http:\/\/NAME\.slipway\.localhost/m);
  });

  it('by HTTPS that the authority vouches for, and for no other name', async () => {
    const secure = (name: string, ca?: string) => {
      const sent = requestSecurely({
        ...{ host: '127.0.0.1', port: https, servername: name, agent: false, headers: { Host: name }, ca },
      });
      sent.end();
      return once(sent, 'response').then(
        ([response]) => text(response as IncomingMessage),
        (error: NodeJS.ErrnoException) => error.code ?? error.message,
      );
    };
    expect(await secure(hostOf('named'))).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    const ca = await readFile((await domains()).authority, 'utf8');
    expect(await secure(hostOf('named'), ca)).toContain('x-forwarded-proto: https');
    expect(await secure('example.com', ca)).toMatch(/^(ERR_SSL|EPROTO|ECONNRESET)/);
    expect(new X509Certificate(ca).ca).toBe(true);
    expect((await stat(vm.paths.authorityKey)).mode & 0o777).toBe(0o600);
  });

  it('stopped says so, and is reached again once it is started, whatever its address is then', async () => {
    await docker('stop', 'named');
    expect(await ask(hostOf('named'))).toMatchObject({
      status: 503,
      body: expect.stringContaining('The container named does not run'),
    });
    // Its address is another one's now.
    await run('in-its-place', ...idle);
    await docker('start', 'named');
    await untilAnswered(hostOf('named'));
    await docker('restart', '--time', '1', 'named');
    await untilAnswered(hostOf('named'));
    await docker('rm', '--force', 'in-its-place');
  });

  it('wakes the VM with the first request', async () => {
    expect(await vm.slipway(['sleep'])).toMatchObject({ code: 0 });
    expect(await vm.status()).toMatchObject({ state: 'sleeping', domains: { http: { port: http } } });
    expect((await ask('nobody.slipway.localhost')).status).toBe(404);
    expect((await vm.status()).state).toBe('sleeping');
    const before = performance.now();
    expect((await ask(hostOf('named'))).status).toBe(200);
    console.log(`answered ${Math.round(performance.now() - before)} ms after the request that wakes the VM`);
    await vm.start();
    expect((await vm.status()).boot?.kind).toBe('resume');
  });
});

describe('labels and networks', () => {
  it('give a container other names and another port, or none', async () => {
    await run(
      'labelled',
      ...['--label', 'dev.slipway.domain=shop,admin.shop', '--label', 'dev.slipway.domain.port=4000'],
      ...['--expose', '80', ...webServer(4_000)],
    );
    await untilAnswered(hostOf('shop'));
    expect((await ask(hostOf('admin.shop'))).status).toBe(200);
    expect((await ask(hostOf('labelled'))).status).toBe(404);
    await run('hidden', '--label', 'dev.slipway.domain=off', ...webServer());
    expect((await ask(hostOf('hidden'))).status).toBe(404);
  });

  it('a Compose service has a name, and of several the first that runs', async () => {
    const labels = (number: number) =>
      [
        'com.docker.compose.project=harbour',
        'com.docker.compose.service=crane',
        `com.docker.compose.container-number=${number}`,
      ].flatMap((label) => ['--label', label]);
    await Promise.all(
      [1, 2].map((number) => run(`harbour-crane-${number}`, ...labels(number), ...webServer())),
    );
    await untilAnswered(hostOf('crane.harbour'));
    await untilAnswered(hostOf('harbour-crane-2'));
    const owner = async () =>
      (await domains()).domains?.find(({ name }) => name === hostOf('crane.harbour'))?.container.name;
    expect(await owner()).toBe('harbour-crane-1');
    await docker('stop', '--time', '1', 'harbour-crane-1');
    expect((await ask(hostOf('crane.harbour'))).status).toBe(200);
    expect(await owner()).toBe('harbour-crane-2');
  });

  it('of an internal network, of two networks, of the VM’s and of another container’s are reached', async () => {
    await docker('network', 'create', '--internal', 'inside');
    await docker('network', 'create', 'ours');
    const beside = ['--network', 'container:of-inside', '--label', 'dev.slipway.domain.port=3000'];
    await Promise.all([
      run('of-inside', '--network', 'inside', ...webServer()).then(() => run('beside', ...beside, ...idle)),
      run('of-two', '--network', 'ours', ...webServer()).then(() =>
        docker('network', 'connect', 'inside', 'of-two'),
      ),
      run('of-the-vm', '--network', 'host', ...webServer(4_100)),
    ]);
    for (const name of ['of-inside', 'of-two', 'of-the-vm', 'beside']) await untilAnswered(hostOf(name));
  });

  it('without a network, without a port, and at a port where nobody listens say so', async () => {
    await Promise.all([
      run('of-none', '--network', 'none', '--expose', '80', ...idle),
      run('portless', ...idle),
      run('deaf', '--expose', '80', ...idle),
    ]);
    expect(await ask(hostOf('of-none'))).toMatchObject({
      status: 502,
      body: expect.stringContaining('has no network'),
    });
    expect(await ask(hostOf('portless'))).toMatchObject({
      status: 502,
      body: expect.stringContaining('--label dev.slipway.domain.port=3000'),
    });
    expect(await ask(hostOf('deaf'))).toMatchObject({
      status: 502,
      body: expect.stringContaining('Nothing answers at port 80 of the container deaf'),
    });
  });
});

describe('who asks for', () => {
  it('an unknown name sees which there are: a browser in a page, a script not', async () => {
    const headers = { Accept: 'text/html', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' };
    const page = await ask('nobody.slipway.localhost', { headers });
    expect(page.status).toBe(404);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.body).toContain(`<a href="http://${hostOf('named')}`);
    expect(
      (await ask('nobody.slipway.localhost', { headers: { 'Sec-Fetch-Mode': 'cors' } })).body,
    ).not.toContain('named');
    expect(page.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it.each(['evil.example', 'localhost', '127.0.0.1', 'slipway.localhost.evil.example'])(
    '%s is refused',
    async (host) => {
      expect(await ask(host)).toMatchObject({ status: 421, body: expect.not.stringContaining('named') });
    },
  );

  it('the engine, by the label of a container with the VM’s network, is refused', async () => {
    const ports = ['61375', '61022'];
    const labels = (port: string) => ['--network', 'host', '--label', `dev.slipway.domain.port=${port}`];
    await Promise.all(ports.map((port) => run(`spy-${port}`, ...labels(port), ...idle)));
    for (const port of ports)
      expect(await ask(hostOf(`spy-${port}`), { path: '/version' })).toMatchObject({
        status: 503,
        body: expect.stringContaining('is the VM’s own'),
      });
  });
});

it('a container that publishes the very port gets it, and the names go elsewhere meanwhile', async () => {
  await run('greedy', '--publish', `127.0.0.1:${http}:3000`, ...webServer());
  const direct = () =>
    ask('anything.example').then(
      ({ status }) => status,
      () => 0,
    );
  await expect.poll(direct, { timeout: 60_000 }).toBe(200);
  const { http: place } = await domains();
  expect(place.port).not.toBe(http);
  expect(place.problem?.message).toContain('is published by a container');
  if (place.port !== null) expect((await ask(hostOf('named'), { port: place.port })).status).toBe(200);
  await docker('rm', '--force', 'greedy');
  await expect.poll(async () => (await domains()).http.port, { timeout: 60_000 }).toBe(http);
  await delay(100);
  expect((await ask(hostOf('named'))).status).toBe(200);
});
