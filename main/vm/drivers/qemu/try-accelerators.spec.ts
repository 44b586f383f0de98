import { beforeEach, expect, it } from 'vitest';
import { SlipwayError } from '../../../contract/errors.ts';
import type { Accelerator } from '../../../contract/status.ts';
import { never } from '../../../util/wait.ts';
import type { AcceleratorMemory } from './accelerators.ts';
import { tryAccelerators } from './try-accelerators.ts';

let remembered: string[];
let tried: Accelerator[];

beforeEach(() => {
  [remembered, tried] = [[], []];
});

const silent = new SlipwayError({ code: 'boot-timeout', message: 'No sign of life.', hint: 'Look.' });

/** Tries these, of which `works` does. */
function attempt(
  candidates: readonly Accelerator[],
  works: Accelerator | undefined,
  error: SlipwayError = silent,
  signal = never,
) {
  const memory: AcceleratorMemory = {
    candidates: async () => candidates,
    remember: async (accelerator, does, reason) => void remembered.push(`${accelerator} ${does}: ${reason}`),
    verdicts: () => [],
  };
  const launch = async (accelerator: Accelerator) => {
    if (accelerator !== works) throw error;
    return `a machine by ${accelerator}`;
  };
  const report = { trying: (one: Accelerator) => void tried.push(one), verdicts: () => undefined };
  return tryAccelerators({ setting: 'auto', memory, launch, report, log: () => undefined }, signal);
}

it('takes the first that works, and remembers those before it that did not', async () => {
  expect(await attempt(['kvm', 'tcg'], 'kvm')).toBe('a machine by kvm');
  expect(tried).toEqual(['kvm']);
  expect(await attempt(['kvm', 'tcg'], 'tcg')).toBe('a machine by tcg');
  expect(remembered).toEqual(['kvm true: the guest came alive', 'kvm false: No sign of life']);
});

it('blames none where none works: it may be a disk, or QEMU itself', async () => {
  await expect(attempt(['kvm', 'tcg'], undefined)).rejects.toBe(silent);
  expect(tried).toEqual(['kvm', 'tcg']);
  expect(remembered).toEqual([]);
});

it('says that one which the user insists on does not work', async () => {
  await expect(attempt(['kvm'], undefined)).rejects.toMatchObject({
    code: 'accelerator-failed',
    message: expect.stringContaining('asks for kvm, which does not work here: No sign of life.'),
  });
});

it('tries no other after what no other could do better, or once it is given up', async () => {
  const orphan = new SlipwayError({ code: 'vm-orphaned', message: 'It holds the disk.', hint: 'End it.' });
  await expect(attempt(['kvm', 'tcg'], 'tcg', orphan)).rejects.toBe(orphan);
  const given = AbortSignal.abort(new Error('given up'));
  await expect(attempt(['kvm', 'tcg'], 'tcg', silent, given)).rejects.toThrow('given up');
  expect(tried).toEqual(['kvm', 'kvm']);
});
