import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EngineServer, serveEngine } from '../engine/fakes/engine-server.ts';
import { abortAfter, never, poll } from '../util/wait.ts';
import { sshArguments } from './dial-ssh.ts';
import { createDialer, type Dialer } from './dialer.ts';
import { hasSsh, type SshMachine, startSshMachine } from './fakes/ssh-machine.ts';
import { parseEndpoint } from './parse-endpoint.ts';
import { sshFailure } from './ssh-failure.ts';
import { testEngine } from './test-engine.ts';

describe('what ssh is called with', () => {
  it('names the machine behind all options, and the socket when there is one', () => {
    const way = { kind: 'ssh', host: 'build', user: 'ann', port: 2222, socket: '/run/d.sock' } as const;
    const words = sshArguments(way, '/home/ann/.slipway/run/ssh-1');
    expect(words.slice(words.indexOf('-l'))).toEqual([
      ...['-l', 'ann', '-p', '2222', '--', 'build'],
      ...['docker', '--host', 'unix:///run/d.sock', 'system', 'dial-stdio'],
    ]);
    expect(words).toContain('BatchMode=yes');
    const plain = sshArguments({ ...way, user: null, port: null, socket: null }, undefined);
    expect(plain.slice(plain.indexOf('--'))).toEqual(['--', 'build', 'docker', 'system', 'dial-stdio']);
  });
});

describe('what ssh says', () => {
  it.each([
    ['ssh: Could not resolve hostname build: Name or service not known', 255, 'address', 'resolved'],
    ['ssh: connect to host build port 22: Connection refused', 255, 'connection', 'refuses'],
    ['ssh: connect to host build port 22: Connection timed out', 255, 'connection', 'in time'],
    ['ssh: connect to host build port 22: No route to host', 255, 'connection', 'network'],
    ['Host key verification failed.', 255, 'certificate', 'not in your known_hosts'],
    [
      '@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.',
      ...([255, 'certificate', 'another host key'] as const),
    ],
    ['ann@build: Permission denied (publickey,password).', 255, 'login', 'any of your SSH keys'],
    [
      'permission denied while trying to connect to the docker API at unix:///var/run/docker.sock',
      ...([1, 'login', 'its engine does not'] as const),
    ],
    ['bash: line 1: docker: command not found', 127, 'engine', 'no docker client'],
    ['Cannot connect to the Docker daemon at unix:///var/run/docker.sock.', 1, 'engine', 'no engine'],
    ['kex_exchange_identification: Connection closed by remote host', 255, 'connection', 'ended'],
    ['something else entirely', 255, 'connection', 'something else entirely'],
    ['', null, 'connection', 'a signal'],
  ])('%j (%s) is told in words', (said, code, step, words) => {
    const failure = sshFailure('build', said, code);
    expect(failure).toMatchObject({ step, message: expect.stringContaining(words) });
    expect(failure.message).toContain('build');
    expect(failure.hint).not.toBe('');
  });
});

describe.skipIf(!(await hasSsh()))('over SSH', () => {
  const usualPath = process.env.PATH;
  let machine: SshMachine;
  let engine: EngineServer;
  let folder: string;
  let dialers: Dialer[];

  const open = (endpoint = machine.endpoint) => {
    const parsed = parseEndpoint(endpoint, null);
    const dialer = createDialer(parsed, { folder });
    dialers.push(dialer);
    return { dialer, test: () => testEngine({ name: 'build', endpoint, tls: null }, parsed, dialer, never) };
  };
  const begin = async (isKnown: boolean) => {
    machine = await startSshMachine(isKnown);
    process.env.PATH = machine.path;
    machine.answer({ kind: 'engine', socketPath: engine.socketPath });
  };

  beforeEach(async () => {
    dialers = [];
    folder = await mkdtemp('/tmp/sldial-');
    engine = await serveEngine((asked, response) => {
      response.setHeader('Api-Version', '1.51');
      response.end(asked.url === '/version' ? '{"Version":"28.5.2","ApiVersion":"1.51"}' : 'OK');
    });
  });

  afterEach(async () => {
    await Promise.all(dialers.map((dialer) => dialer.close()));
    process.env.PATH = usualPath;
    await machine.close();
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('reaches the engine, by one login for all connections', async () => {
    await begin(true);
    const { dialer, test } = open();
    expect(await test()).toMatchObject({
      ...{ name: 'build', endpoint: machine.endpoint, failed: null },
      answer: { version: '28.5.2', apiVersion: '1.51', latencyMs: expect.any(Number) },
    });
    expect((await test()).failed).toBeNull();
    expect(machine.logins()).toBe(1);
    expect(machine.commands[0]).toBe('docker system dial-stdio');
    await dialer.close();
    expect(await readdir(folder)).toEqual([]);
  });

  it('ends each direction on its own, and carries much', async () => {
    await begin(true);
    const path = join(folder, 'echo.sock');
    const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
      let bytes = 0;
      // Of the stream that is given up before.
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        bytes += chunk.length;
      });
      // It answers once the other side has said all: a build or an attach does so.
      socket.on('end', () => socket.end(`heard ${bytes}`));
    });
    const { dialer } = open();
    await (await dialer.connect(never)).destroy();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    machine.answer({ kind: 'engine', socketPath: path });
    const stream = await dialer.connect(never);
    stream.end(Buffer.alloc(3_000_000, 'x'));
    expect(await text(stream)).toBe('heard 3000000');
    await new Promise((resolve) => server.close(resolve));
  });

  it('does not talk to a machine whose host key is not known', async () => {
    await begin(false);
    const { failed } = await open().test();
    expect(failed).toMatchObject({
      step: 'certificate',
      failure: { code: 'engine-unreachable', message: expect.stringContaining('known_hosts') },
    });
    expect(machine.commands).toEqual([]);
  });

  it('says that no key is accepted', async () => {
    await begin(true);
    machine.refuseKeys();
    expect((await open().test()).failed).toMatchObject({ step: 'login' });
  });

  it('says that nothing listens there, and that there is no docker', async () => {
    await begin(true);
    machine.answer({ kind: 'fails', said: 'sh: 1: docker: not found\n', code: 127 });
    expect((await open().test()).failed).toMatchObject({
      step: 'engine',
      failure: { message: expect.stringContaining('no docker client') },
    });
    expect((await open('ssh://127.0.0.1:1').test()).failed).toMatchObject({
      step: 'connection',
      failure: { message: expect.stringContaining('refuses connections') },
    });
  });

  it('ends its streams when the machine goes away, and comes back with it', async () => {
    await begin(true);
    const { dialer, test } = open();
    expect((await test()).failed).toBeNull();
    const stream = await dialer.connect(never);
    const ended = new Promise<Error>((resolve) => stream.once('error', resolve));
    stream.resume();
    stream.write('GET /_ping HTTP/1.1\r\nHost: docker\r\n\r\n');
    await new Promise((resolve) => stream.once('data', resolve));
    machine.drop();
    expect(await ended).toMatchObject({ name: 'SlipwayError', step: 'connection' });
    expect((await test()).failed).toBeNull();
    expect(machine.logins()).toBe(2);
  });

  it('tries again what has failed a while ago, whatever the clock says, and not at once', async () => {
    await begin(true);
    const { dialer } = open('ssh://127.0.0.1:1');
    const why = () => dialer.connect(never).catch((error: unknown) => error);
    const first = await why();
    expect(await why()).toBe(first);
    const [later, back] = [performance.now() + 60_000, Date.now() - 3_600_000];
    const clocks = [
      vi.spyOn(performance, 'now').mockImplementation(() => later),
      vi.spyOn(Date, 'now').mockImplementation(() => back),
    ];
    try {
      const second = await why();
      expect(second).toMatchObject({ step: 'connection' });
      expect(second).not.toBe(first);
    } finally {
      for (const clock of clocks) clock.mockRestore();
    }
  });

  it('gives up a login when it is closed, and begins none afterwards', async () => {
    await begin(true);
    machine.answer({ kind: 'silent' });
    const { dialer } = open();
    const connected = dialer.connect(never).catch((error: Error) => error.message);
    await poll(20, abortAfter(10_000), () => machine.commands[0]);
    // Half a minute is what the first answer of an engine may take: this test has ten seconds.
    await dialer.close();
    expect(await connected).toBe('the dialer is closed');
    await expect(dialer.connect(never)).rejects.toThrow('the dialer is closed');
    expect({ logins: machine.logins(), left: await readdir(folder) }).toEqual({ logins: 1, left: [] });
  });

  it('says that there is no ssh', async () => {
    await begin(true);
    process.env.PATH = folder;
    expect((await open().test()).failed).toMatchObject({
      failure: { message: expect.stringContaining('no ssh program') },
    });
  });
});
