import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { abortAfter } from '../util/wait.ts';
import { readPublishers } from './port-publishers.ts';

let folder: string;
let server: Server;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'publishers-'));
  path = join(folder, 'engine.sock');
  const containers = [
    {
      ...{ Id: 'a1', Names: ['/web', '/other/alias'] },
      Ports: [
        { IP: '127.0.0.1', PrivatePort: 80, PublicPort: 8080, Type: 'tcp' },
        { PrivatePort: 443, Type: 'tcp' },
      ],
    },
    { Id: 'b2', Names: [], Ports: [{ IP: '::1', PrivatePort: 53, PublicPort: 53, Type: 'udp' }] },
  ];
  server = createServer((_, response) => response.end(JSON.stringify(containers))).listen(path);
  await once(server, 'listening');
});

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

it('says whose a port is', async () => {
  const containerOf = await readPublishers(path, abortAfter(5_000));
  expect(containerOf({ protocol: 'tcp', address: '127.0.0.1', port: 8080 })).toEqual({
    id: 'a1',
    name: 'web',
  });
  expect(containerOf({ protocol: 'udp', address: '::1', port: 53 })).toEqual({ id: 'b2', name: 'b2' });
  expect(containerOf({ protocol: 'tcp', address: '0.0.0.0', port: 8080 })).toBeUndefined();
});
