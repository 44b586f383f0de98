import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { adviceFor, refusalOf } from './refusals.ts';

const refused = (code: string) => Object.assign(new Error(code), { code });

it('says what to do about a port for administrators', async () => {
  const { message, hint } = await refusalOf(
    { protocol: 'tcp', address: '127.0.0.1', port: 80 },
    refused('EACCES'),
  );
  expect(message).toContain('127.0.0.1:80');
  expect(message).toContain('below 1024');
  expect(hint).toContain(process.platform === 'linux' ? 'ip_unprivileged_port_start=80' : 'administrator');
  expect(hint).toContain('8080');
});

it('advises nobody to end Slipway itself', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const found = await refusalOf({ protocol: 'tcp', address: '127.0.0.1', port }, refused('EADDRINUSE'));
  server.close();
  // Only Linux tells who has a port.
  if (process.platform === 'linux') expect(found.hint).toContain('Slipway itself');
  expect(found.hint).not.toContain('kill');
});

it('advises to end another program, and not the host of another home', () => {
  const binding = { protocol: 'tcp', address: '127.0.0.1', port: 8080 } as const;
  expect(adviceFor(binding, { pid: 1, name: 'nginx' })).toBe('End it (`kill 1`), or publish another port.');
  expect(adviceFor(binding, { pid: 1, name: 'Slipway of /tmp/other', home: '/tmp/other' })).toBe(
    'Publish another port; `slipway ports` with SLIPWAY_HOME=/tmp/other says what has it there.',
  );
});

it('takes a port that the engine has chosen for no fault of whoever runs the container', async () => {
  const { hint } = await refusalOf({ protocol: 'tcp', address: '::1', port: 20_001 }, refused('EADDRINUSE'));
  expect(hint).toContain('run it again');
});

it('passes on what it does not know', async () => {
  const { code, message } = await refusalOf(
    { protocol: 'udp', address: '::1', port: 53 },
    refused('ENOBUFS'),
  );
  expect(code).toBe('port-unavailable');
  expect(message).toBe('UDP port [::1]:53 of this computer cannot be opened: ENOBUFS.');
});
