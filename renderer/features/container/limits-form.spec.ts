import { expect, it, test } from 'vitest';
import type { RunForm } from '../../state/run-form.ts';
import { limitsForm, readLimits } from './limits-form.ts';

const before = limitsForm({
  image: 'nginx',
  limits: { memoryBytes: 268_435_456, cpus: 1.5, processes: 100 },
  restartPolicy: 'on-failure:3',
  removeWhenDone: false,
});

it('shows what a container has', () => {
  expect(before).toMatchObject({
    memory: '256m',
    cpus: '1.5',
    processes: '100',
    restart: 'on-failure',
    retries: '3',
  });
  expect(readLimits(before, before)).toEqual({ update: {}, problems: {} });
});

test.each<readonly [Partial<RunForm>, object]>([
  [{ memory: '1g' }, { memoryBytes: 1_073_741_824 }],
  [{ memory: '262144k' }, {}],
  [
    { cpus: '2', processes: '' },
    { cpus: 2, processes: null },
  ],
  [{ retries: '' }, { restart: { policy: 'on-failure', retries: 0 } }],
  [{ restart: 'always' }, { restart: { policy: 'always', retries: 0 } }],
])('%j changes %j', (change, update) => {
  expect(readLimits(before, { ...before, ...change })).toEqual({ update, problems: {} });
});

test.each<readonly [Partial<RunForm>, string]>([
  [{ memory: '' }, 'memory'],
  [{ cpus: ' ' }, 'cpus'],
  [{ memory: '1 byte' }, 'memory'],
  [{ restart: 'always', removeWhenDone: true }, 'restart'],
])('%j is refused', (change, field) => {
  expect(Object.keys(readLimits(before, { ...before, ...change }).problems)).toEqual([field]);
});
