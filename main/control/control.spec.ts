import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identifyProcess } from '../util/process-identity.ts';
import { abortAfter, delay, poll } from '../util/wait.ts';
import { type ClientDeadlines, type ControlClient, connectControl } from './client.ts';
import type { Dispatch } from './dispatch.ts';
import { type ControlServer, serveControl } from './server.ts';

let folder: string;
let path: string;
/** The socket, and the lock that says whose it is. */
let paths: { readonly controlSocket: string; readonly lock: string };
let server: ControlServer | undefined;
let answer: Dispatch;
const clients: ControlClient[] = [];
const rawSockets: Socket[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'control-'));
  path = join(folder, 'control.sock');
  paths = { controlSocket: path, lock: join(folder, 'lock') };
  answer = async (name) => ({ result: { text: name } });
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  for (const socket of rawSockets.splice(0)) socket.destroy();
  await server?.close();
  server = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function serve(): Promise<ControlServer> {
  server = await serveControl(path, (...request) => answer(...request));
  return server;
}

async function client(deadlines: Partial<ClientDeadlines> = {}): Promise<ControlClient> {
  const connected = await connectControl(paths, deadlines);
  if (connected === undefined) throw new Error('no host listens');
  clients.push(connected);
  return connected;
}

const soon = () => abortAfter(3_000);

describe('control socket', () => {
  it('carries requests and answers, many at once', async () => {
    answer = async (name, parameters) => {
      await delay(Math.random() * 20);
      return { result: { name, parameters } };
    };
    await serve();
    const { call } = await client();
    const sizes = [1, 2, 3, 4, 5, 6, 7, 8];
    const all = await Promise.all(sizes.map((bytes) => call('console.read', { bytes })));
    expect(all).toEqual(sizes.map((bytes) => ({ name: 'console.read', parameters: { bytes } })));
  });

  it('is for its owner alone and replaces a stale socket', async () => {
    await writeFile(path, 'stale');
    await serve();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await (await client()).call('status.get', {})).toEqual({ text: 'status.get' });
  });

  it('rejects with the failure of the host', async () => {
    answer = async () => ({ error: { code: 'disk-full', message: 'Full.', hint: 'Tidy up.' } });
    await serve();
    await expect((await client()).call('vm.start', {})).rejects.toMatchObject({
      name: 'SlipwayError',
      code: 'disk-full',
      hint: 'Tidy up.',
    });
  });

  it('tells every client of events until it no longer listens', async () => {
    const { announce } = await serve();
    const [one, two] = [await client(), await client()];
    const heard: string[] = [];
    const stop = one.on('console', ({ text }) => void heard.push(`one ${text}`));
    two.on('console', ({ text }) => void heard.push(`two ${text}`));
    await Promise.all([one.call('status.get', {}), two.call('status.get', {})]);
    announce('console', { text: 'a' });
    await poll(5, soon(), () => (heard.length === 2 ? true : undefined));
    stop();
    announce('console', { text: 'b' });
    await poll(5, soon(), () => (heard.length === 3 ? true : undefined));
    expect([...heard].sort()).toEqual(['one a', 'two a', 'two b']);
  });

  it('aborts what a client asked for when the client leaves', async () => {
    let seen: AbortSignal | undefined;
    answer = (_name, _parameters, signal) => {
      seen = signal;
      return new Promise(() => undefined);
    };
    const { clients: count } = await serve();
    const leaving = await client();
    const call = leaving.call('vm.start', {});
    call.catch(() => undefined);
    await poll(5, soon(), () => seen);
    expect(seen?.aborted).toBe(false);
    leaving.close();
    await poll(5, soon(), () => (seen?.aborted ? true : undefined));
    expect(count()).toBe(0);
    await expect(call).rejects.toMatchObject({ name: 'SlipwayError', code: 'host-unreachable' });
  });

  it('rejects calls that were under way, and later ones, when the host dies', async () => {
    const dying = createServer((socket) => {
      rawSockets.push(socket);
      socket.once('data', () => socket.destroy());
    });
    await new Promise<void>((resolve) => dying.listen(path, resolve));
    const { call, closed } = await client();
    await expect(call('vm.start', {})).rejects.toMatchObject({ code: 'host-unreachable' });
    await closed;
    await expect(call('status.get', {})).rejects.toMatchObject({
      name: 'SlipwayError',
      code: 'host-unreachable',
    });
    await new Promise((resolve) => dying.close(resolve));
  });

  it('survives a client that speaks nonsense', async () => {
    const { clients: count } = await serve();
    for (const nonsense of [
      'hello\r\n\r\n',
      'Content-Length: 5\r\n\r\n{"a":',
      'Content-Length: x\r\n\r\n{}',
    ]) {
      const socket = connect(path);
      rawSockets.push(socket);
      socket.on('error', () => undefined);
      socket.write(nonsense);
      await delay(20);
      socket.end();
    }
    await poll(5, soon(), () => (count() === 0 ? true : undefined));
    expect(await (await client()).call('status.get', {})).toEqual({ text: 'status.get' });
  });

  it('lets a client go that has stopped reading', async () => {
    const { announce, clients: count } = await serve();
    const stuck = connect(path);
    rawSockets.push(stuck);
    await new Promise<void>((resolve) => stuck.once('connect', resolve));
    stuck.pause();
    await poll(5, soon(), () => (count() === 1 ? true : undefined));
    const text = 'x'.repeat(10_000);
    for (let event = 0; event < 1_200; event += 1) announce('console', { text });
    await poll(5, soon(), () => (count() === 0 ? true : undefined));
  });
});

describe('a host that falls silent', () => {
  const short = { answerMs: 100, lookMs: 100 };
  const never = () => new Promise<never>(() => undefined);

  it('is not waited for, and its process is named with what to try', async () => {
    answer = never;
    await serve();
    await writeFile(
      paths.lock,
      JSON.stringify({ ...(await identifyProcess(process.pid)), kind: 'headless' }),
    );
    const { call } = await client({ ...short, lookMs: 5_000 });
    await expect(call('settings.list', {})).rejects.toMatchObject({
      name: 'SlipwayError',
      code: 'host-unresponsive',
      message: expect.stringContaining(`(process ${process.pid})`),
      hint: expect.stringContaining(`kill -9 ${process.pid}`),
    });
  });

  it('ends what lasts, too, and the connection with it', async () => {
    answer = never;
    await serve();
    const { call, closed } = await client(short);
    await expect(call('vm.stop', {})).rejects.toMatchObject({ code: 'host-unresponsive' });
    expect(await closed).toMatchObject({ code: 'host-unresponsive' });
  });

  it('is noticed by who only listens', async () => {
    answer = never;
    await serve();
    const { closed } = await client(short);
    expect(await closed).toMatchObject({ code: 'host-unresponsive' });
  });

  it('is not one that takes its time and says that it lives', async () => {
    let asked = 0;
    answer = async (name) => {
      if (name !== 'status.get') await delay(800);
      else asked += 1;
      return { result: { text: name } };
    };
    await serve();
    const { call, close, closed } = await client(short);
    expect(await call('vm.start', {})).toEqual({ text: 'vm.start' });
    expect(asked).toBeGreaterThan(2);
    close();
    expect(await closed).toBeUndefined();
  });
});

describe('closing', () => {
  it('gives the home back before it lets a client go that waits for just that', async () => {
    const { close } = await serve();
    const { closed } = await client();
    const order: string[] = [];
    void closed.then(() => order.push('let go'));
    await close(async () => {
      await delay(100);
      order.push('given back');
    });
    await closed;
    expect(order).toEqual(['given back', 'let go']);
  });

  it('lets its clients go when the home cannot be given back, and says so', async () => {
    const { close } = await serve();
    const { closed } = await client();
    await expect(close(() => Promise.reject(new Error('no such lock')))).rejects.toThrow('no such lock');
    await closed;
  });

  it('still sends an answer that is nearly there', async () => {
    answer = async () => {
      await delay(100);
      return { result: 'done' };
    };
    const { close } = await serve();
    const { call, closed } = await client();
    const stopping = call('vm.stop', {});
    await delay(20);
    const closing = close();
    expect(await stopping).toBe('done');
    await Promise.all([closing, closed]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('does not wait for an answer that never comes', async () => {
    answer = () => new Promise(() => undefined);
    const { close } = await serve();
    const { call } = await client();
    const lost = expect(call('vm.start', {})).rejects.toMatchObject({ code: 'host-unreachable' });
    await delay(20);
    await close();
    await lost;
  });

  it('does not wait for a client that stays', async () => {
    const { close } = await serve();
    const staying = connect({ path, allowHalfOpen: true });
    rawSockets.push(staying);
    staying.on('error', () => undefined);
    await new Promise<void>((resolve) => staying.once('connect', resolve));
    await delay(20);
    await close();
  });
});

describe('connectControl', () => {
  it('finds no host where there is no socket, or a stale one', async () => {
    expect(await connectControl(paths)).toBeUndefined();
    const dead = createServer();
    await new Promise<void>((resolve) => dead.listen(join(folder, 'other'), resolve));
    await new Promise((resolve) => dead.close(resolve));
    await writeFile(path, '');
    expect(await connectControl(paths)).toBeUndefined();
  });

  it('finds no host where one ends in the same moment', async () => {
    const listener = createServer().listen(path);
    await once(listener, 'listening');
    const found = connectControl(paths);
    listener.close();
    expect(await found).toBeUndefined();
  });

  it('finds nobody below a file, which making the home explains', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(
      await connectControl({ ...paths, controlSocket: join(folder, 'file', 'control.sock') }),
    ).toBeUndefined();
  });

  it('says which socket it cannot reach', async () => {
    const loop = join(folder, 'loop.sock');
    await symlink('loop.sock', loop);
    await expect(connectControl({ ...paths, controlSocket: loop })).rejects.toMatchObject({
      name: 'SlipwayError',
      code: 'host-unreachable',
      message: expect.stringContaining(loop),
    });
  });
});
