import { getEventListeners } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { abortAfter, delay, poll } from '../../../util/wait.ts';
import { connectQmp, isMonitorThere, type Qmp, type QmpEvent } from './qmp.ts';

interface Command {
  readonly execute: string;
  readonly id: number;
}

let folder: string;
let path: string;
let server: Server | undefined;
let qmp: Qmp | undefined;
const sockets: Socket[] = [];
const { signal } = new AbortController();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qmp-'));
  path = join(folder, 'qmp.sock');
});

afterEach(async () => {
  qmp?.close();
  for (const socket of sockets.splice(0)) socket.destroy();
  const closing = server;
  if (closing !== undefined) await new Promise((resolve) => closing.close(resolve));
  server = undefined;
  await rm(folder, { recursive: true, force: true });
});

/** A monitor that greets and answers each command by a script. */
async function monitor(answer: (command: Command, socket: Socket) => void): Promise<void> {
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.write('{"QMP": {"version": {}, "capabilities": []}}\r\n');
    createInterface(socket).on('line', (line) => {
      const command = JSON.parse(line) as Command;
      if (command.execute === 'qmp_capabilities') say(socket, { return: {}, id: command.id });
      else answer(command, socket);
    });
  });
  await new Promise<void>((resolve) => server?.listen(path, resolve));
}

function say(socket: Socket, message: unknown): void {
  socket.write(`${JSON.stringify(message)}\r\n`);
}

async function connect(): Promise<Qmp> {
  qmp = await connectQmp(path, 2_000, signal);
  return qmp;
}

describe('qmp', () => {
  it('answers each command by its own number, in whatever order', async () => {
    const held: (() => void)[] = [];
    await monitor(({ execute, id }, socket) => {
      if (execute === 'slow') held.push(() => say(socket, { return: 'slow', id }));
      else {
        say(socket, { return: 'fast', id });
        for (const one of held) one();
      }
    });
    const { execute } = await connect();
    const slow = execute('slow', {}, signal);
    expect(await execute('fast', {}, signal)).toBe('fast');
    expect(await slow).toBe('slow');
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('rejects with the words of QEMU', async () => {
    await monitor(({ id }, socket) =>
      say(socket, { error: { class: 'GenericError', desc: 'no such device' }, id }),
    );
    const { execute } = await connect();
    await expect(execute('eject', {}, signal)).rejects.toMatchObject({
      code: 'qemu-failed',
      message: expect.stringContaining('no such device'),
    });
  });

  it('tells events, also such as come in pieces or several at once', async () => {
    await monitor(() => undefined);
    const { onEvent } = await connect();
    const heard: QmpEvent[] = [];
    onEvent((event) => heard.push(event));
    const text = '{"event":"SHUTDOWN","data":{"guest":true}}\r\n{"event":"RESUME","timestamp":{}}\r\n';
    sockets[0]?.write(text.slice(0, 20));
    await delay(20);
    sockets[0]?.write(text.slice(20));
    await poll(5, abortAfter(2_000), () => (heard.length === 2 ? true : undefined));
    expect(heard).toEqual([
      { name: 'SHUTDOWN', data: { guest: true } },
      { name: 'RESUME', data: {} },
    ]);
  });

  it('takes no harm from what it does not understand', async () => {
    await monitor(({ id }, socket) => {
      socket.write('nonsense\r\n[]\r\n{"return":1}\r\n{"event":5}\r\n{"return":1,"id":999}\r\n\r\n');
      say(socket, { return: 'well', id });
    });
    const { execute } = await connect();
    expect(await execute('query-status', {}, signal)).toBe('well');
  });

  it('rejects what is under way, and what comes after, when QEMU goes', async () => {
    await monitor((_, socket) => socket.destroy());
    const { execute, closed } = await connect();
    await expect(execute('quit', {}, signal)).rejects.toThrow(/connection ended/);
    await closed;
    await expect(execute('query-status', {}, signal)).rejects.toThrow(/has ended/);
  });

  it('stops waiting for an answer when told to, and takes the late one in its stride', async () => {
    const late: (() => void)[] = [];
    await monitor(({ execute, id }, socket) => {
      if (execute === 'slow') late.push(() => say(socket, { return: 'late', id }));
      else say(socket, { return: 'next', id });
    });
    const { execute } = await connect();
    const controller = new AbortController();
    const waiting = execute('slow', {}, controller.signal);
    await poll(5, abortAfter(2_000), () => late[0]);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    late[0]?.();
    expect(await execute('other', {}, signal)).toBe('next');
    await expect(execute('slow', {}, controller.signal)).rejects.toThrow('enough');
  });
});

describe('connectQmp', () => {
  it('waits for a monitor that is yet to come', async () => {
    const connecting = connect();
    await delay(60);
    await monitor(({ id }, socket) => say(socket, { return: 1, id }));
    expect(await (await connecting).execute('any', {}, signal)).toBe(1);
  });

  it('gives up on one that never speaks, and hangs up', async () => {
    server = createServer((socket) => void sockets.push(socket.resume()));
    await new Promise<void>((resolve) => server?.listen(path, resolve));
    await expect(connectQmp(path, 100, signal)).rejects.toMatchObject({
      code: 'qemu-failed',
      message: expect.stringContaining(path),
    });
    await poll(5, abortAfter(2_000), () => (sockets[0]?.destroyed ? true : undefined));
  });

  it('gives up where there is none, and at once when told to', async () => {
    await expect(connectQmp(path, 60, signal)).rejects.toMatchObject({ code: 'qemu-failed' });
    const controller = new AbortController();
    const connecting = connectQmp(path, 60_000, controller.signal);
    controller.abort(new Error('enough'));
    await expect(connecting).rejects.toThrow('enough');
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });
});

describe('isMonitorThere', () => {
  it('tells a living monitor from a stale socket and from none', async () => {
    expect(await isMonitorThere(path)).toBe(false);
    await monitor(() => undefined);
    expect(await isMonitorThere(path)).toBe(true);
  });
});
