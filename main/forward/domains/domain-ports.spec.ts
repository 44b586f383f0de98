import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createPlain, type Server as PlainServer } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { abortAfter, poll } from '../../util/wait.ts';
import { createDomainPort, type DomainPort } from './domain-ports.ts';

let port: DomainPort;
let changes: number;
let others: PlainServer[];
let wanted: number;
let fallback: number;

beforeEach(async () => {
  changes = 0;
  others = [];
  wanted = await freePort();
  fallback = await freePort();
  port = createDomainPort({
    create: (): Server => createServer((_, response) => response.end('names')),
    ...{ fallback, retryMs: 50, setting: 'domains.httpPort' },
    onChange: () => {
      changes += 1;
    },
  });
});

afterEach(async () => {
  await port.close();
  for (const server of others) server.close();
});

async function take(number: number, host = '127.0.0.1'): Promise<PlainServer> {
  const server = createPlain().listen({ host, port: number, ipv6Only: true });
  await once(server, 'listening');
  others.push(server);
  return server;
}

async function freePort(): Promise<number> {
  const server = createPlain().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: number } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return number;
}

const ask = (number: number, host = '127.0.0.1') =>
  fetch(`http://${host}:${number}/`, { headers: { connection: 'close' } }).then(
    (response) => response.text(),
    () => undefined,
  );
const until = (check: () => boolean) => poll(5, abortAfter(5_000), () => (check() ? true : undefined));

it('listens at the wanted port, on both of this computer’s own addresses', async () => {
  await port.open(wanted);
  expect(port.state()).toEqual({ wanted, port: wanted, problem: null, holder: null });
  expect(await ask(wanted)).toBe('names');
  expect(await ask(wanted, '[::1]')).toBe('names');
  await port.open(wanted);
  expect(changes).toBe(1);
  await port.close();
  expect(port.state().port).toBeNull();
  expect(await ask(wanted)).toBeUndefined();
});

it.each(['127.0.0.1', '::1'])(
  'goes elsewhere when %s is taken, says by whom, and comes back',
  async (host) => {
    const other = await take(wanted, host);
    await port.open(wanted);
    expect(port.state()).toMatchObject({ wanted, port: fallback, problem: { code: 'port-unavailable' } });
    expect(await ask(fallback)).toBe('names');
    other.close();
    await until(() => port.state().port === wanted);
    expect(port.state().problem).toBeNull();
    expect(await ask(wanted)).toBe('names');
    expect(await ask(fallback)).toBeUndefined();
  },
);

it('says so when neither is to be had, and fails nobody', async () => {
  await take(wanted);
  await take(fallback);
  await port.open(wanted);
  expect(port.state()).toMatchObject({
    port: null,
    problem: {
      message: expect.stringMatching(
        new RegExp(`^Port ${wanted} of this computer is .*, and port ${fallback} is .*\\.$`),
      ),
      hint: expect.stringMatching(/hoose another port: `slipway settings set domains.httpPort 8\d{3}`\.$/),
    },
  });
});

it('lets a container have its port, and takes it again afterwards', async () => {
  await port.open(wanted);
  const publish = (protocol: 'tcp' | 'udp', address: string, number: number) =>
    port.makeRoom({ protocol, address, port: number });
  await publish('udp', '127.0.0.1', wanted);
  await publish('tcp', '127.0.0.9', wanted);
  await publish('tcp', '127.0.0.1', fallback);
  expect(port.state().port).toBe(wanted);
  await publish('tcp', '0.0.0.0', wanted);
  const container = await take(wanted, '0.0.0.0');
  expect(port.state()).toMatchObject({
    port: fallback,
    problem: { message: `Port ${wanted} of this computer is published by a container.` },
  });
  await publish('tcp', '127.0.0.1', fallback);
  const another = await take(fallback);
  expect(port.state().port).toBeNull();
  another.close();
  await until(() => port.state().port === fallback);
  container.close();
  await until(() => port.state().port === wanted);
});

it('moves with the setting, and is off for 0', async () => {
  await port.open(wanted);
  const next = await freePort();
  await port.open(next);
  expect(port.state()).toMatchObject({ wanted: next, port: next });
  expect(await ask(wanted)).toBeUndefined();
  await port.open(0);
  expect(port.state()).toEqual({ wanted: 0, port: null, problem: null, holder: null });
  expect(await ask(next)).toBeUndefined();
});
