import { z } from 'zod';
import type { Share } from '../../contract/shares.ts';
import { accelerators } from '../../contract/status.ts';

/** What the saved memory of a VM is bound to: a VM that differs in any of it cannot go on from there. */
export const fingerprintSchema = z.object({
  /** The version of QEMU. */
  qemu: z.string(),
  /** Hash of QEMU's arguments without the names of files: machine type, processor model, devices. */
  devices: z.string(),
  accelerator: z.enum(accelerators),
  /** The host's processor, where the guest sees it; empty where one is emulated. */
  processor: z.string(),
  cpus: z.number(),
  memoryMiB: z.number(),
  /** The image's content hash. */
  image: z.string(),
  /** Which folders of the host the guest sees, a line each; memory of before there were such has seen none. */
  shares: z.string().default(''),
  /** Size of the data disk. */
  diskBytes: z.number(),
});

/** Shares as a fingerprint has them. */
export function shareLines(shares: readonly Share[]): string {
  return shares.map(({ path, readOnly }) => `${readOnly ? 'ro' : 'rw'} ${path}`).join('\n');
}

/** {@link fingerprintSchema} */
export type Fingerprint = z.output<typeof fingerprintSchema>;

const words: { readonly [Key in keyof Fingerprint]: (value: Fingerprint[Key]) => string } = {
  image: (value) => `the guest's image ${value.slice(0, 12)}`,
  cpus: (value) => `${value} ${value === 1 ? 'core' : 'cores'}`,
  memoryMiB: (value) => `${value} MiB of memory`,
  shares: (value) =>
    value === ''
      ? 'no shared folders'
      : `the shared folders ${value
          .split('\n')
          .map((line) => line.replace(/^r[ow] /, ''))
          .join(', ')}`,
  diskBytes: (value) => `a data disk of ${Math.round(value / 1024 ** 3)} GiB`,
  accelerator: (value) => `the accelerator ${value}`,
  qemu: (value) => `QEMU ${value}`,
  processor: (value) => `the processor ${value || '(emulated)'}`,
  devices: (value) => `the devices ${value.slice(0, 12)}`,
};

/** In which way the two differ, for a sentence; null when they do not. */
export function difference(saved: Fingerprint, present: Fingerprint): string | null {
  for (const key of Object.keys(words) as (keyof Fingerprint)[]) {
    if (saved[key] !== present[key])
      return `it was saved with ${tell(key, saved)}, the VM has ${tell(key, present)} now`;
  }
  return null;
}

function tell<Key extends keyof Fingerprint>(key: Key, fingerprint: Fingerprint): string {
  return words[key](fingerprint[key]);
}
