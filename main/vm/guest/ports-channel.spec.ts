import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { delay, poll } from '../../util/wait.ts';
import { openPortsChannel, type PortsChannel } from './ports-channel.ts';
import type { PortsMessage } from './ports-line.ts';

let folder: string;
let server: Server;
let guest: Socket;
let channel: PortsChannel;
let said = '';
let heard: PortsMessage[];
/** What each message is waited for with. */
let deal: () => Promise<void> | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ports-'));
  said = '';
  heard = [];
  deal = () => undefined;
  server = createServer();
  server.listen(join(folder, 'ports.sock'));
  await once(server, 'listening');
  const connected = once(server, 'connection');
  channel = openPortsChannel(join(folder, 'ports.sock'));
  channel.onMessage((message) => {
    heard.push(message);
    return deal();
  });
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

/** A hundred thousand lines take seconds on a machine under load. */
const until = (check: () => boolean) =>
  poll(5, AbortSignal.timeout(20_000), () => (check() ? true : undefined));

it('hears whole lines, however they come, and lets others go', async () => {
  guest.write('half a line that an earlier host did not hear\nhel');
  await until(() => true);
  guest.write('lo\n\u0000\u001b[2J\ngone 7\n');
  await until(() => heard.length === 2);
  expect(heard).toEqual([{ kind: 'hello' }, { kind: 'gone', id: 7 }]);
});

it('is not filled by a guest that never ends its line', async () => {
  guest.write('x'.repeat(1_000_000));
  guest.write('\nhello\n');
  await until(() => heard.length === 1);
  expect(heard).toEqual([{ kind: 'hello' }]);
});

it('hears no more than is dealt with, and goes on behind what was', async () => {
  const done: (() => void)[] = [];
  deal = () => new Promise((resolve) => done.push(resolve));
  guest.write('gone 1\n'.repeat(100_000));
  await until(() => heard.length === 64);
  await delay(100);
  expect(heard).toHaveLength(64);
  // The rest stays with the guest.
  expect(guest.writableLength).toBeGreaterThan(0);
  for (const end of done.splice(0)) end();
  await until(() => heard.length === 128);
  deal = () => undefined;
  for (const end of done.splice(0)) end();
  await until(() => heard.length === 100_000);
});

it('hears nothing of a guest that does not hear its answers', async () => {
  guest.pause();
  const refusal = 'x'.repeat(500);
  deal = async () => channel.answer(1, refusal);
  guest.write('gone 1\n'.repeat(100_000));
  await until(() => heard.length > 64);
  await delay(200);
  const before = heard.length;
  expect(before).toBeLessThan(10_000);
  await delay(100);
  expect(heard).toHaveLength(before);
  guest.resume();
  await until(() => heard.length === 100_000);
}, 30_000);

it('ends what was left half said, asks for the list, and answers in one line each', async () => {
  const word = channel.list();
  channel.answer(7, undefined);
  channel.answer(8, `Port 80 is\ntaken by\u001b[31m ${'x'.repeat(1_000)}`);
  await until(() => said.split('\n').length === 5);
  const [empty, list, opened, refused, rest] = said.split('\n');
  expect([empty, list, opened, rest]).toEqual(['', `list ${word}`, 'opened 7', '']);
  expect(refused).toMatch(/^refused 8 Port 80 is taken by \[31m x+$/);
  expect(refused?.length).toBeLessThan(600);
});

it('says nothing, and does not fail, when the guest is gone', async () => {
  guest.destroy();
  await once(guest, 'close');
  channel.answer(7, undefined);
  channel.list();
});
