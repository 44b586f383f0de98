import { expect, test } from 'vitest';
import { updateParameters } from '../contract/engine/container-update.ts';
import { abortAfter } from '../util/wait.ts';
import { engineAt } from './connection.ts';
import { serveEngine } from './fakes/engine-server.ts';
import { updateContainer, updateOptions } from './update-container.ts';

const mebibyte = 1024 ** 2;

test.each([
  ['nothing', {}, {}, {}],
  ['the swap of a new container', {}, { memoryBytes: 100 }, { Memory: 100, MemorySwap: 200 }],
  [
    'swap that nobody chose',
    { Memory: 64 * mebibyte, MemorySwap: 128 * mebibyte },
    { memoryBytes: 256 * mebibyte },
    { Memory: 256 * mebibyte, MemorySwap: 512 * mebibyte },
  ],
  ['chosen swap', { Memory: 10, MemorySwap: 30 }, { memoryBytes: 20 }, { Memory: 20, MemorySwap: 30 }],
  [
    'chosen swap that is too little',
    { Memory: 10, MemorySwap: 15 },
    { memoryBytes: 20 },
    { Memory: 20, MemorySwap: 20 },
  ],
  ['swap without end', { Memory: 10, MemorySwap: -1 }, { memoryBytes: 20 }, { Memory: 20, MemorySwap: -1 }],
  ['processors', { NanoCpus: 1e9 }, { cpus: 0.5 }, { NanoCpus: 500_000_000 }],
  ['a quota', { CpuQuota: 50_000 }, { cpus: 1.5 }, { CpuQuota: 150_000 }],
  ['a quota of a period', { CpuQuota: 50_000, CpuPeriod: 50_000 }, { cpus: 0.5 }, { CpuQuota: 25_000 }],
  ['no limit of processes', { PidsLimit: 5 }, { processes: null }, { PidsLimit: -1 }],
  [
    'a policy',
    {},
    { restart: { policy: 'on-failure' as const, retries: 3 } },
    { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 } },
  ],
])('%s', (_, before, update, expected) => {
  const { id: __, ...parsed } = updateParameters.parse({ id: 'a', ...update });
  expect(updateOptions(before, parsed)).toEqual(expected);
});

test('a limit of memory or processors is not taken away', () => {
  expect(updateParameters.safeParse({ id: 'a', memoryBytes: null }).success).toBe(false);
  expect(updateParameters.safeParse({ id: 'a', cpus: null }).success).toBe(false);
});

test('says of which container the limits could not be changed', async () => {
  const server = await serveEngine(({ method }, response) => {
    response.writeHead(method === 'GET' ? 200 : 500, { 'Content-Type': 'application/json' });
    response.end(
      JSON.stringify(method === 'GET' ? { Name: '/web', HostConfig: {} } : { message: 'no memory' }),
    );
  });
  const update = updateParameters.parse({ id: 'a'.repeat(64), memoryBytes: 64 * mebibyte });
  await expect(updateContainer(engineAt(server.socketPath), update, abortAfter(5_000))).rejects.toMatchObject(
    {
      message: 'Could not change the limits of the container web: no memory',
      hint: expect.stringContaining('Give it more'),
    },
  );
  await server.close();
});
