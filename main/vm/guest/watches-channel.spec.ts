import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { abortAfter, poll } from '../../util/wait.ts';
import { openWatchesChannel, type WatchesChannel } from './watches-channel.ts';
import type { WatchesMessage } from './watches-line.ts';

let folder: string;
let server: Server;
let guest: Socket;
let channel: WatchesChannel;
let said: string;
let heard: WatchesMessage[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watches-'));
  said = '';
  heard = [];
  server = createServer();
  server.listen(join(folder, 'watches.sock'));
  await once(server, 'listening');
  const connected = once(server, 'connection');
  channel = openWatchesChannel(join(folder, 'watches.sock'));
  channel.onMessage((message) => heard.push(message));
  [guest] = (await connected) as [Socket];
  guest.on('data', (data) => {
    said += String(data);
  });
});

afterEach(async () => {
  channel.close();
  guest.destroy();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const until = (check: () => boolean) => poll(5, abortAfter(5_000), () => (check() ? true : undefined));

it('hears whole lines, and lets others go', async () => {
  guest.write(`${'x'.repeat(1_000_000)}\nwatch folder /a%20b\n\u0000\nhel`);
  guest.write('lo\n');
  await until(() => heard.length === 2);
  expect(heard).toEqual([{ kind: 'watch', path: '/a b', isFolder: true }, { kind: 'hello' }]);
});

it('asks for the list on a line of its own', async () => {
  const word = channel.list();
  await until(() => said.endsWith('\n') && said.length > 1);
  expect(said).toBe(`\nlist ${word}\n`);
});

it('tells of changes with their time, and no name ends the line', async () => {
  await channel.tell([
    { path: '/a\nlist x', at: 1_500 },
    { path: '/b', at: 2 },
  ]);
  await until(() => said.split('\n').length === 3);
  expect(said).toBe('changed 1.500 /a%0alist%20x\nchanged 0.002 /b\n');
});

it('waits for nobody who is gone', async () => {
  guest.destroy();
  await channel.tell([{ path: '/a', at: 1 }]);
  await until(() => true);
  channel.close();
  await channel.tell([{ path: '/a', at: 1 }]);
});
