import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { abortAfter, delay, poll } from '../../util/wait.ts';
import { openPortsChannel, type PortsChannel } from './ports-channel.ts';
import type { PortsMessage } from './ports-line.ts';

let folder: string;
let server: Server;
let guest: Socket;
let channel: PortsChannel;
let said = '';
let heard: PortsMessage[];
let signal: AbortSignal;
/** What each message is waited for with. */
let deal: () => Promise<void> | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ports-'));
  said = '';
  heard = [];
  signal = abortAfter(10_000);
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
const until = (check: () => boolean) => poll(5, abortAfter(20_000), () => (check() ? true : undefined));

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

const lines = () => said.split('\n').filter((line) => line !== '');

it('asks once for a door, and gives it back with its container', async () => {
  const first = channel.lead('tcp', '172.17.0.2', 3_000, signal);
  const second = channel.lead('tcp', '172.17.0.2', 3_000, signal);
  await until(() => lines().length === 1);
  const [, word] = /^lead (\w+) 172\.17\.0\.2 3000$/.exec(lines()[0] ?? '') ?? [];
  guest.write(`led other 65025\nled ${word} 61440\nled ${word} 65024\n`);
  expect(await Promise.all([first, second])).toEqual([65_024, 65_024]);
  expect(await channel.lead('tcp', '172.17.0.2', 3_000, signal)).toBe(65_024);
  expect(channel.unlead('172.17.0.2')).toEqual([{ protocol: 'tcp', door: 65_024 }]);
  expect(channel.unlead('172.17.0.2')).toEqual([]);
  await until(() => lines().length === 2);
  expect(lines()[1]).toBe('shut 65024');
  expect(heard).toEqual([]);
});

it('asks anew for a door when there was none, and when another host has begun', async () => {
  const refused = channel.lead('tcp', '10.0.2.15', 80, signal);
  await until(() => lines().length === 1);
  guest.write(`unled ${lines()[0]?.split(' ')[1]} \u001b[31mno\n`);
  await expect(refused).rejects.toThrow('The VM made no way to port 80 of 10.0.2.15.');
  const lost = channel.lead('tcp', '10.0.2.15', 80, signal);
  await until(() => lines().length === 2);
  channel.list();
  await expect(lost).rejects.toThrow('no way');
  const given = channel.lead('tcp', '10.0.2.15', 80, signal);
  await until(() => lines().length === 4);
  guest.write(`led ${lines()[3]?.split(' ')[1]} 65535\n`);
  expect(await given).toBe(65_535);
});

it('shuts a door that comes after its container has gone', async () => {
  const late = channel.lead('tcp', '172.17.0.3', 80, signal);
  await until(() => lines().length === 1);
  expect(channel.unlead('172.17.0.3')).toEqual([]);
  guest.write(`led ${lines()[0]?.split(' ')[1]} 65030\n`);
  expect(await late).toBe(65_030);
  await until(() => lines().length === 2);
  expect(lines()[1]).toBe('shut 65030');
});

it('asks once more for a door when nothing was heard, and shuts one that comes late', async () => {
  const asked = channel.lead('tcp', '172.17.0.4', 80, abortAfter(20_000));
  await until(() => lines().length === 2);
  const [first, second] = lines().map((line) => line.split(' ')[1]);
  guest.write(`led ${second} 65024\nled ${first} 65025\n`);
  expect(await asked).toBe(65_024);
  await until(() => lines().length === 3);
  expect(lines()[2]).toBe('shut 65025');
}, 30_000);

it('tells doors of UDP apart from those of TCP', async () => {
  const asked = channel.lead('udp', '172.18.0.2', 53, signal);
  const other = channel.lead('tcp', '172.18.0.2', 53, signal);
  await until(() => lines().length === 2);
  expect(lines().map((line) => line.replace(/ \w+/, ''))).toEqual([
    'lead 172.18.0.2 53 udp',
    'lead 172.18.0.2 53',
  ]);
  const [first, second] = lines().map((line) => line.split(' ')[1]);
  guest.write(`led ${first} 65024\nled ${second} 65025\n`);
  expect(await Promise.all([asked, other])).toEqual([65_024, 65_025]);
  expect(channel.unlead('172.18.0.2')).toEqual([
    { protocol: 'udp', door: 65_024 },
    { protocol: 'tcp', door: 65_025 },
  ]);
});

it('asks the guest for no address that is none', async () => {
  for (const address of ['172.17.0.2 80\nshut 1', 'fe80::1%eth0', '256.1.1.1', 'web'])
    await expect(channel.lead('tcp', address, 80, signal)).rejects.toThrow('no way');
  await delay(20);
  expect(said).toBe('');
});
