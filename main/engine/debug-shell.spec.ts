import type { Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { engineAt } from './connection.ts';
import { createDebugShells } from './debug-shell.ts';
import { type EngineServer, serveEngine } from './fakes/engine-server.ts';
import { sweepHelpers } from './files/sweep-helpers.ts';

const size = { columns: 80, rows: 24 };
const signal = new AbortController().signal;
let server: EngineServer;
let asked: string[];
let streams: Socket[];
/** Whether the engine has the image of tools. */
let hasTools: boolean;
/** What the shell says first. */
let createTakesMs: number;
let greeting: string;

const answers: readonly (readonly [path: RegExp, answer: () => readonly [number, unknown]])[] = [
  [
    /^GET \/containers\/web\/json/,
    () => [
      200,
      { Id: 'w', Name: '/web', State: { Running: true }, Mounts: [], HostConfig: { IpcMode: 'private' } },
    ],
  ],
  [
    /^POST \/containers\/create/,
    () => (hasTools ? [201, { Id: 'helper' }] : [404, { message: 'No such image: slipway/busybox:latest' }]),
  ],
  [/^POST \/containers\/helper\/exec/, () => [201, { Id: 'exec' }]],
  [/^GET \/containers\/json.*debug-of/, () => [200, [{ Id: 'helper' }, { Id: 'left' }]]],
  [/^GET \/containers\/json/, () => [200, []]],
];

beforeEach(async () => {
  [asked, streams, hasTools, greeting, createTakesMs] = [[], [], true, '7\r\n', 0];
  server = await serveEngine((request, response) => {
    const line = `${request.method} ${request.url}`;
    asked.push(line.replace(/\?.*$/, ''));
    const [status, body] = answers.find(([path]) => path.test(line))?.[1]() ?? [204, null];
    const answer = () => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(body === null ? '' : JSON.stringify(body));
    };
    if (line.startsWith('POST /containers/create')) setTimeout(answer, createTakesMs);
    else answer();
  });
  server.http.on('upgrade', ({ url }, socket: Socket) => {
    asked.push(`UPGRADE ${url?.replace(/\?.*$/, '')}`);
    streams.push(socket);
    socket.on('error', () => undefined);
    socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n');
    if (url?.includes('/exec/')) socket.write(greeting);
  });
});

afterEach(async () => {
  for (const stream of streams) stream.destroy();
  await server.close();
});

const shells = (loadTools: () => Promise<void> = async () => undefined) =>
  createDebugShells(engineAt(server.socketPath), loadTools);

it('is attached to before it starts, so that the helper goes with us; the shell is a second process in it', async () => {
  const shell = await shells().open('web', size, signal);
  expect(asked).toEqual([
    'GET /containers/web/json',
    'POST /containers/create',
    'UPGRADE /containers/helper/attach',
    'POST /containers/helper/start',
    'POST /containers/helper/exec',
    'UPGRADE /exec/exec/start',
  ]);
  shell.close();
  await expect.poll(() => streams.every((stream) => stream.readableEnded || stream.destroyed)).toBe(true);
});

it('lets the helper go when the shell ends', async () => {
  const shell = await shells().open('web', size, signal);
  const [lead, shellStream] = streams;
  expect(lead?.readableEnded).toBe(false);
  shellStream?.end();
  shell.stream.resume();
  await shell.exit;
  await expect.poll(() => lead?.readableEnded || lead?.destroyed).toBe(true);
});

it('gives the engine the tools when somebody has removed them', async () => {
  hasTools = false;
  let loaded = 0;
  const loadTools = async () => {
    loaded += 1;
    hasTools = true;
  };
  const shell = await shells(loadTools).open('web', size, signal);
  expect(loaded).toBe(1);
  shell.close();
});

it('says so when even then there are none', async () => {
  hasTools = false;
  await expect(shells().open('web', size, signal)).rejects.toThrow('No such image: slipway/busybox');
});

it('removes a helper whose shell does not start', async () => {
  greeting = 'out of memory\r\n';
  await expect(shells().open('web', size, signal)).rejects.toThrow('out of memory');
  await expect.poll(() => asked.at(-1)).toBe('DELETE /containers/helper');
});

it('removes what an app left that was killed, once each time that the engine comes, and not its own', async () => {
  const debug = shells();
  const shell = await debug.open('web', size, signal);
  const sweep = sweepHelpers(engineAt(server.socketPath), [debug.helpers]);
  sweep(true);
  sweep(true);
  await expect.poll(() => asked.at(-1)).toBe('DELETE /containers/left');
  expect(asked.filter((line) => line.startsWith('DELETE'))).toEqual(['DELETE /containers/left']);
  shell.close();
});

it('removes a helper that is there only after its user has left', async () => {
  createTakesMs = 150;
  const left = new AbortController();
  const opening = shells().open('web', size, left.signal);
  await expect.poll(() => asked, { interval: 5 }).toContain('POST /containers/create');
  left.abort(new Error('left'));
  await expect(opening).rejects.toThrow();
  await expect.poll(() => asked.at(-1)).toBe('DELETE /containers/helper');
});
