import { access, constants } from 'node:fs/promises';
import { release } from 'node:os';
import { z } from 'zod';
import { type Accelerator, type AcceleratorVerdict, accelerators } from '../../../contract/status.ts';
import { readJsonFile, writeFileAtomically } from '../../../util/atomic-file.ts';
import { isMissing } from '../../../util/file-errors.ts';

/** Hardware accelerators by the host's system; software is always the last resort. */
const hardware: Readonly<Partial<Record<NodeJS.Platform, Accelerator>>> = {
  linux: 'kvm',
  darwin: 'hvf',
  win32: 'whpx',
};

/** A failure under one kernel and QEMU is believed for this long: a machine may have been busy, or was mended. */
const verdictLifetimeMs = 30 * 24 * 3600 * 1000;

const schema = z.record(
  z.string(),
  z.object({
    accelerator: z.enum(accelerators),
    works: z.boolean(),
    reason: z.string(),
    triedAt: z.number(),
  }),
);

/** What really works on this machine, remembered across starts. */
export interface AcceleratorMemory {
  /** What to try, the fastest first. A remembered failure is left out. Verdicts say why one is not tried. */
  candidates(setting: 'auto' | Accelerator): Promise<readonly Accelerator[]>;
  remember(accelerator: Accelerator, works: boolean, reason: string): Promise<void>;
  verdicts(): readonly AcceleratorVerdict[];
}

/**
 * Reads what is remembered at `path` for this host kernel and QEMU. `now` gives milliseconds since 1970; `kvmDevice` is
 * what has to be opened for KVM.
 */
export async function loadAcceleratorMemory(
  path: string,
  qemuVersion: string,
  now: () => number,
  kvmDevice = '/dev/kvm',
): Promise<AcceleratorMemory> {
  const parsed = schema.safeParse(await readJsonFile(path));
  const all: Record<string, AcceleratorVerdict> = parsed.success ? parsed.data : {};
  const keyOf = (accelerator: Accelerator) =>
    `${accelerator} on ${process.platform} ${release()} with QEMU ${qemuVersion}`;
  const known = (accelerator: Accelerator): AcceleratorVerdict | undefined => {
    const verdict = all[keyOf(accelerator)];
    return verdict !== undefined && now() - verdict.triedAt < verdictLifetimeMs ? verdict : undefined;
  };
  const write = () =>
    // What cannot be written down is tried again next time; a VM that runs must not be lost for it.
    writeFileAtomically(path, JSON.stringify(all)).catch(() => undefined);
  // Looked at anew on every start, since a permission is soon mended; since when it is known is written down.
  let obstacle: AcceleratorVerdict | undefined;
  const obstacleSince = async (accelerator: Accelerator, reason: string): Promise<AcceleratorVerdict> => {
    const key = `obstacle to ${keyOf(accelerator)}`;
    const before = all[key];
    if (before?.reason === reason) return before;
    const found = { accelerator, works: false, reason, triedAt: now() };
    all[key] = found;
    await write();
    return found;
  };
  return {
    async candidates(setting) {
      if (setting !== 'auto') return [setting];
      const fast = hardware[process.platform];
      if (fast === undefined) return ['tcg'];
      const reason = fast === 'kvm' ? await kvmObstacle(kvmDevice) : undefined;
      obstacle = reason === undefined ? undefined : await obstacleSince(fast, reason);
      return obstacle !== undefined || known(fast)?.works === false ? ['tcg'] : [fast, 'tcg'];
    },
    async remember(accelerator, works, reason) {
      all[keyOf(accelerator)] = { accelerator, works, reason, triedAt: now() };
      await write();
    },
    verdicts: () => {
      const here = Object.entries(all).flatMap(([key, verdict]) =>
        key === keyOf(verdict.accelerator) && verdict.accelerator !== obstacle?.accelerator ? [verdict] : [],
      );
      return obstacle === undefined ? here : [obstacle, ...here];
    },
  };
}

async function kvmObstacle(device: string): Promise<string | undefined> {
  try {
    await access(device, constants.R_OK | constants.W_OK);
    return undefined;
  } catch (error) {
    return isMissing(error)
      ? `this machine has no ${device}`
      : `this user may not open ${device} (join the group kvm)`;
  }
}
