import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { homePaths } from '../../home/paths.ts';
import { identifyProcess } from '../../util/process-identity.ts';
import { findHolder, parseSockets } from './port-holder.ts';

vi.mock('node:fs/promises', { spy: true });

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000000000000000 100 0 0 10 0
   1: 0100007F:1F91 0100007F:C001 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0000000000000000 100 0 0 10 0
   2: 00000000000000000000000001000000:1F92 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1
   3: 0000000000000000FFFF00000100007F:1F93 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4714 1
   4: 000080FE00000000FF00FC00010000FE:1F94 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4715 1
`;

describe('parseSockets', () => {
  it('finds those that hold a port, of both kinds of addresses', () => {
    expect(parseSockets(table, 'tcp')).toEqual([
      { address: '127.0.0.1', port: 8080, inode: '4711' },
      { address: '::1', port: 8082, inode: '4713' },
      { address: '127.0.0.1', port: 8083, inode: '4714' },
      { address: 'fe80::fc:ff:fe00:1', port: 8084, inode: '4715' },
    ]);
  });
});

describe.runIf(process.platform === 'linux')('findHolder', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1', true],
    ['127.0.0.1', '0.0.0.0', true],
    ['0.0.0.0', '127.0.0.1', true],
    ['::', '127.0.0.1', true],
    ['127.0.0.1', '::1', false],
  ])('of somebody on %s says whether they are in the way of %s', async (host, address, isInTheWay) => {
    const server = createServer().listen(0, host);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const holder = await findHolder({ protocol: 'tcp', address, port });
    expect(holder?.pid).toBe(isInTheWay ? process.pid : undefined);
    expect(await findHolder({ protocol: 'udp', address, port })).toBeUndefined();
    server.close();
  });

  it('looks through the processes once for a port that stays taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const binding = { protocol: 'tcp', address: '127.0.0.1', port } as const;
    const first = await findHolder(binding);
    const looked = vi.mocked(readdir).mock.calls.length;
    expect(await findHolder(binding)).toEqual(first);
    const again = vi
      .mocked(readdir)
      .mock.calls.slice(looked)
      .map(([folder]) => folder);
    expect(again).toEqual([`/proc/${process.pid}/fd`]);
    server.close();
  });

  it('names the home of one that supervises it', async () => {
    // The usual home, as far as this process is told.
    const folder = await realpath(await mkdtemp('/tmp/sw-unit-'));
    const home = join(folder, '.slipway');
    vi.stubEnv('HOME', folder);
    const server = createServer().listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const binding = { protocol: 'tcp', address: '127.0.0.1', port } as const;
      await mkdir(homePaths(home).run, { recursive: true });
      const holder = { ...(await identifyProcess(process.pid)), kind: 'headless' };
      await writeFile(homePaths(home).lock, JSON.stringify(holder));
      expect(await findHolder(binding)).toEqual({ pid: process.pid, name: `Slipway of ${home}`, home });
    } finally {
      server.close();
      vi.unstubAllEnvs();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
