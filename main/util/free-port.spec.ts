import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { firstFreePort } from './free-port.ts';

it('passes over a port that is taken', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect(await firstFreePort(port, 1)).toBeUndefined();
  expect(await firstFreePort(port, 10)).toBeGreaterThan(port);
  server.close();
  await once(server, 'close');
  expect(await firstFreePort(port, 1)).toBe(port);
});
