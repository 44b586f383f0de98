import { expect, it } from 'vitest';
import { checkMemoryForVm, memoryLeft } from './memory-for-vm.ts';

it.each([
  ['enough is left', 2048, 1, { totalMiB: 8192, availableMiB: 4000 }],
  ['the system does not tell and the VMs leave enough', 2048, 2, { totalMiB: 8192, availableMiB: null }],
])('is there where %s', (_, vmMiB, running, left) => {
  expect(() => checkMemoryForVm(vmMiB, running, left)).not.toThrow();
});

it.each([
  ['other programs have it', 2048, 1, { totalMiB: 8192, availableMiB: 2100 }, '2100 MiB left'],
  [
    'the VMs would take it once they use it',
    2048,
    3,
    { totalMiB: 8192, availableMiB: 7000 },
    '2048 MiB left',
  ],
  ['the VMs have more than there is', 4096, 3, { totalMiB: 8192, availableMiB: null }, '0 MiB left'],
])('is not there where %s', (_, vmMiB, running, left, message) => {
  expect(() => checkMemoryForVm(vmMiB, running, left)).toThrow(
    expect.objectContaining({ code: 'memory-insufficient', message: expect.stringContaining(message) }),
  );
});

it('is asked of this computer', () => {
  const { totalMiB, availableMiB } = memoryLeft();
  expect(totalMiB).toBeGreaterThan(100);
  expect(availableMiB ?? 1).toBeLessThanOrEqual(totalMiB);
  expect(availableMiB ?? 1).toBeGreaterThan(0);
});
