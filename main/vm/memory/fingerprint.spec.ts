import { describe, expect, it } from 'vitest';
import { fakeFingerprint } from '../fakes/fake-machine.ts';
import { difference, type Fingerprint, fingerprintSchema } from './fingerprint.ts';

describe('the difference of two fingerprints', () => {
  it('is none between a VM and itself', () => {
    expect(difference(fakeFingerprint, { ...fakeFingerprint })).toBeNull();
  });

  const changes: readonly [Partial<Fingerprint>, string, string][] = [
    [{ qemu: '2.0' }, 'QEMU 1.0', 'QEMU 2.0'],
    [{ devices: '0123456789abcdef' }, 'the devices d', 'the devices 0123456789ab'],
    [{ accelerator: 'kvm' }, 'the accelerator tcg', 'the accelerator kvm'],
    [{ processor: 'Fast 9' }, 'the processor (emulated)', 'the processor Fast 9'],
    [{ cpus: 1 }, '2 cores', '1 core'],
    [{ memoryMiB: 1024 }, '512 MiB of memory', '1024 MiB of memory'],
    [{ image: 'feedbeef0123456' }, "the guest's image c0ffee", "the guest's image feedbeef0123"],
    [{ shares: 'rw /a b\nro /c' }, 'no shared folders', 'the shared folders /a b, /c'],
    [{ diskBytes: 8 * 1024 ** 3 }, 'a data disk of 4 GiB', 'a data disk of 8 GiB'],
  ];

  it.each(changes)('is told for %o', (change, saved, present) => {
    expect(difference(fakeFingerprint, { ...fakeFingerprint, ...change })).toBe(
      `it was saved with ${saved}, the VM has ${present} now`,
    );
  });

  it('is looked for in everything that a VM is bound to', () => {
    const tried = changes.flatMap(([change]) => Object.keys(change));
    expect(tried.toSorted()).toEqual(Object.keys(fingerprintSchema.shape).toSorted());
  });
});
