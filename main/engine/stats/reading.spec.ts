import { expect, test } from 'vitest';
import { type Reading, sampleBetween, toReading } from './reading.ts';

const answer = {
  read: '2026-11-01T10:00:00Z',
  pids_stats: { current: 3 },
  cpu_stats: { cpu_usage: { total_usage: 5_000_000_000 }, system_cpu_usage: 1 },
  memory_stats: { usage: 30_000_000, limit: 2_000_000_000, stats: { inactive_file: 10_000_000 } },
  networks: { eth0: { rx_bytes: 100, tx_bytes: 50 }, eth1: { rx_bytes: 11, tx_bytes: 5 } },
  blkio_stats: {
    io_service_bytes_recursive: [
      { major: 254, minor: 0, op: 'read', value: 4096 },
      { major: 254, minor: 16, op: 'Read', value: 1024 },
      { major: 254, minor: 0, op: 'write', value: 512 },
    ],
  },
};

test('adds up networks and disks, and leaves out what is cached', () => {
  expect(toReading(answer, 7)).toEqual({
    at: 7,
    cpuNanoseconds: 5_000_000_000,
    memoryBytes: 20_000_000,
    memoryLimitBytes: 2_000_000_000,
    receivedBytes: 111,
    sentBytes: 55,
    readBytes: 5120,
    writtenBytes: 512,
    processes: 3,
  });
});

test('a container without network, disk and limits has zeros', () => {
  const bare = {
    pids_stats: {},
    cpu_stats: { cpu_usage: { total_usage: 1 } },
    memory_stats: {},
    blkio_stats: { io_service_bytes_recursive: null },
  };
  expect(toReading(bare, 0)).toMatchObject({ memoryBytes: 0, receivedBytes: 0, readBytes: 0, processes: 0 });
});

test('a container that has just ended has no reading', () => {
  const ended = { cpu_stats: { cpu_usage: { total_usage: 0 } } };
  expect(toReading(ended, 0)).toBeUndefined();
});

test('what is no answer of an engine is an error', () => {
  expect(() => toReading({ message: 'no such container' }, 0)).toThrow();
});

const before: Reading = {
  at: 1_000,
  cpuNanoseconds: 1e9,
  memoryBytes: 1,
  memoryLimitBytes: 2,
  receivedBytes: 100,
  sentBytes: 100,
  readBytes: 100,
  writtenBytes: 100,
  processes: 1,
};

test('a sample is what was used since the reading before', () => {
  const after = { ...before, at: 3_000, cpuNanoseconds: 2e9, receivedBytes: 300, memoryBytes: 9 };
  expect(sampleBetween(before, after)).toEqual({
    at: 3_000,
    cpus: 0.5,
    memoryBytes: 9,
    receivedRate: 100,
    sentRate: 0,
    readRate: 0,
    writtenRate: 0,
    processes: 1,
  });
});

test('counters that began anew make no sample, a network that went makes no negative rate', () => {
  expect(sampleBetween(before, { ...before, at: 2_000, cpuNanoseconds: 5 })).toBeUndefined();
  expect(sampleBetween(before, { ...before, at: 2_000, receivedBytes: 0 })?.receivedRate).toBe(0);
  expect(sampleBetween(before, before)).toBeUndefined();
});
