import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listenPrivately } from './listen-privately.ts';

let folder: string;
const servers: Server[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'listen-'));
});

afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

function newServer(): Server {
  const server = createServer();
  servers.push(server);
  return server;
}

describe('listenPrivately', () => {
  it('makes a socket that only its owner can use', async () => {
    const path = join(folder, 'a.sock');
    await listenPrivately(newServer(), path);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('leaves the process its mask when two listen at the same moment', async () => {
    const before = process.umask();
    await Promise.all([
      listenPrivately(newServer(), join(folder, 'a.sock')),
      listenPrivately(newServer(), join(folder, 'b.sock')),
    ]);
    expect(process.umask()).toBe(before);
  });

  it('does not change the mask for what else runs meanwhile', async () => {
    const before = process.umask();
    const listening = listenPrivately(newServer(), join(folder, 'a.sock'));
    expect(process.umask()).toBe(before);
    await listening;
  });

  it('is bound with its mode before the mask is put back', async () => {
    const path = join(folder, 'a.sock');
    const listening = listenPrivately(newServer(), path);
    // Before the chmod that follows has had a chance to run.
    expect((await stat(path)).mode & 0o077).toBe(0);
    await listening;
  });

  it('takes nothing from the owner of what another thread makes at that moment', async () => {
    const server = newServer();
    let mask = 0;
    const listen = server.listen.bind(server);
    vi.spyOn(server, 'listen').mockImplementation((...parameters: unknown[]) => {
      mask = process.umask();
      return Reflect.apply(listen, server, parameters) as Server;
    });
    await listenPrivately(server, join(folder, 'a.sock'));
    expect(mask & 0o777).toBe(0o077);
  });

  it('rejects, the mask put back, where nothing can be bound', async () => {
    const before = process.umask();
    await expect(listenPrivately(newServer(), join(folder, 'none', 'a.sock'))).rejects.toThrow();
    expect(process.umask()).toBe(before);
    servers.pop();
  });
});
