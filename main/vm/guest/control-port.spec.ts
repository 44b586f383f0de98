import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { abortAfter, delay, poll } from '../../util/wait.ts';
import { type ControlPort, openControlPort } from './control-port.ts';

const { signal } = new AbortController();

let folder: string;
let path: string;
let server: Server;
let answer: (id: string, words: string, socket: Socket) => void;
const heard: string[] = [];
const sockets: Socket[] = [];
const ports: ControlPort[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'control-port-'));
  path = join(folder, 'guest.sock');
  heard.length = 0;
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    createInterface(socket).on('line', (line) => {
      heard.push(line);
      const [id = '', ...words] = line.split(' ');
      answer(id, words.join(' '), socket);
    });
  });
  answer = (id, words, socket) => void socket.write(`${id} ok you said ${words}\n`);
  await new Promise<void>((resolve) => server.listen(path, resolve));
});

afterEach(async () => {
  for (const port of ports.splice(0)) port.close();
  for (const socket of sockets.splice(0)) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

function open(): ControlPort {
  const port = openControlPort(path);
  ports.push(port);
  return port;
}

describe('the guest’s control port', () => {
  it('gives the answer’s text', async () => {
    expect(await open().ask(['wake', '12.5', 'abc'], signal)).toBe('you said wake 12.5 abc');
  });

  it('answers each question by its own number, in whatever order and pieces', async () => {
    const held: string[] = [];
    answer = (id, words, socket) => {
      held.push(`${id} ok ${words}\r\n`);
      if (held.length < 3) return;
      const text = held.toReversed().join('');
      socket.write(text.slice(0, 7));
      setTimeout(() => socket.write(text.slice(7)), 20);
    };
    const port = open();
    const asked = ['one', 'two', 'three'].map((word) => port.ask([word], signal));
    expect(await Promise.all(asked)).toEqual(['one', 'two', 'three']);
  });

  it('rejects in the guest’s words, and without the random bytes that it was given', async () => {
    answer = (id, _, socket) => void socket.write(`${id} failed date: invalid date\n`);
    await expect(open().ask(['wake', '1', 'secret'], signal)).rejects.toMatchObject({
      code: 'guest-failed',
      message: 'The guest could not do "wake": date: invalid date.',
    });
    answer = (id, _, socket) => void socket.write(`${id} failed\n`);
    await expect(open().ask(['rest'], signal)).rejects.toThrow('it gave no reason');
  });

  it('takes no harm from what it did not ask for, nor from answers to the host before', async () => {
    answer = (id, _, socket) => {
      socket.write(`nonsense\n\nabcd-1 ok old\n${id}x ok wrong\n${'y'.repeat(300_000)}\n${id} ok well\n`);
    };
    expect(await open().ask(['clock'], signal)).toBe('well');
    const [first, second] = [open(), open()];
    await Promise.all([first.ask(['clock'], signal), second.ask(['clock'], signal)]);
    expect(new Set(heard.map((line) => line.split(' ')[0])).size).toBe(heard.length);
  });

  it('gives up after its deadline, and takes the late answer in its stride', async () => {
    const late: (() => void)[] = [];
    answer = (id, words, socket) => {
      if (words === 'slow') late.push(() => socket.write(`${id} ok late\n`));
      else socket.write(`${id} ok next\n`);
    };
    const port = open();
    await expect(port.ask(['slow'], signal, 50)).rejects.toMatchObject({
      code: 'guest-unreachable',
      message: expect.stringContaining('slow'),
    });
    for (const say of late) say();
    await delay(20);
    expect(await port.ask(['fast'], signal)).toBe('next');
  });

  it('stops waiting when told to', async () => {
    answer = () => undefined;
    const controller = new AbortController();
    const asking = open().ask(['gate', 'go'], controller.signal, 60_000);
    await poll(5, abortAfter(2_000), () => heard[0]);
    controller.abort(new Error('enough'));
    await expect(asking).rejects.toThrow('enough');
  });

  it('rejects what is under way, and what comes after, when QEMU goes', async () => {
    answer = (_, __, socket) => socket.destroy();
    const port = open();
    await expect(port.ask(['rest'], signal, 60_000)).rejects.toMatchObject({ code: 'guest-unreachable' });
    await expect(port.ask(['rest'], signal, 60_000)).rejects.toMatchObject({ code: 'guest-unreachable' });
  });

  it('tells at the first question that nobody listens', async () => {
    path = join(folder, 'nobody.sock');
    await expect(open().ask(['clock'], signal, 60_000)).rejects.toMatchObject({ code: 'guest-unreachable' });
  });

  it('is free for the next host once it is closed', async () => {
    const port = open();
    await port.ask(['clock'], signal);
    const [socket] = sockets;
    port.close();
    if (socket !== undefined && !socket.destroyed) await once(socket, 'close');
    await expect(port.ask(['clock'], signal, 60_000)).rejects.toMatchObject({ code: 'guest-unreachable' });
    expect(await open().ask(['clock'], signal)).toBe('you said clock');
  });
});
