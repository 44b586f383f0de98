import { stat } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiskChange, DiskUsage } from '../../main/contract/disk.ts';
import { ignoreMissing } from '../../main/util/file-errors.ts';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { createSleeper } from '../sleep/sleeper.ts';
import { createInstance, type Instance, removeInstance, testSettings } from '../support/instance.ts';
import { offline } from '../support/offline.ts';
import { sleepingOriginal } from '../support/shared-vm.ts';

const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;
/** What the data disk of a copy has, by default. */
const first = 64;
let vm: Instance;

beforeAll(async () => {
  vm = await createSleeper();
  await vm.start();
});
afterAll(() => removeInstance(vm));

const usage = async () => JSON.parse((await vm.slipway(['disk', 'usage', '--json'])).stdout) as DiskUsage;
const change = async (...parameters: string[]): Promise<DiskChange> => {
  const { code, stdout, stderr } = await vm.slipway(['disk', ...parameters, '--json'], {
    timeoutMs: 120_000,
  });
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as DiskChange;
};
const inVolume = (script: string) =>
  vm.docker([
    ...['run', '--rm', ...offline, '--volume', 'filled:/filled'],
    ...['slipway/busybox', 'sh', '-c', script],
  ]);

/** What the file system in the guest says of its size, in bytes. */
const inside = async () => {
  const { fileSystem } = await usage();
  if (fileSystem === null) throw new Error('the guest did not tell');
  return fileSystem.usedBytes + fileSystem.freeBytes;
};

describe('the data disk', () => {
  it('is as large as the setting says when it is made', async () => {
    const settings = { ...testSettings, 'vm.diskGiB': 8 };
    const other = await createInstance({ verdictsOf: await sleepingOriginal(), settings });
    try {
      const starting = other.slipway(['start']);
      const length = () => stat(other.paths.dataDisk).then(({ size }) => size || undefined, ignoreMissing);
      expect(await poll(50, abortAfter(60_000), length)).toBe(8 * gibibyte);
      expect(await other.slipway(['stop'])).toMatchObject({ code: 0 });
      await starting;
    } finally {
      await removeInstance(other);
    }
  });

  it('gives back what was deleted: blocks, not length', async () => {
    const before = await usage();
    await inVolume(`dd if=/dev/urandom of=/filled/file bs=1M count=100 && sync`);
    const full = await usage();
    expect(full.file.usedBytes - before.file.usedBytes).toBeGreaterThan(95 * mebibyte);
    await vm.docker(['volume', 'rm', 'filled']);
    const { after } = await change('compact');
    expect(full.file.usedBytes - after.usedBytes).toBeGreaterThan(90 * mebibyte);
    expect(after.lengthBytes).toBe(first * gibibyte);
  });

  it('is made larger while it is used, and the setting with it', async () => {
    const before = await inside();
    const { before: from, after } = await change('resize', `${first + 4}`);
    expect([from.lengthBytes, after.lengthBytes]).toEqual([first * gibibyte, (first + 4) * gibibyte]);
    expect((await inside()) - before).toBeGreaterThan(3.5 * gibibyte);
    expect((await vm.slipway(['settings', 'get', 'vm.diskGiB'])).stdout).toBe(`${first + 4}\n`);
  });

  it('is never made smaller', async () => {
    const { code, stderr } = await vm.slipway(['disk', 'resize', `${first}`]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      `cannot be made smaller: it is ${first + 4} GiB large and ${first} GiB was asked for`,
    );
  });

  it('is made larger while the VM sleeps, which goes on with it and sleeps again', async () => {
    const before = await inside();
    await vm.slipway(['sleep']);
    await change('resize', `${first + 6}`);
    expect((await vm.status()).boot?.kind).toBe('resume');
    expect(await inside()).toBeGreaterThan(before + 1.5 * gibibyte);
    await vm.slipway(['sleep']);
    await vm.start();
    expect(await vm.status()).toMatchObject({ boot: { kind: 'resume' } });
  });

  it('is made larger while the VM is stopped: the file system follows at the next start', async () => {
    const before = await inside();
    await vm.slipway(['stop']);
    await change('resize', `${first + 8}`);
    const { code, stderr } = await vm.slipway(['disk', 'compact']);
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('does not run') });
    await vm.start();
    expect(await inside()).toBeGreaterThan(before + 1.5 * gibibyte);
  });
});

it('status tells what the VM holds and uses of memory', async () => {
  const { memory } = await vm.status();
  expect(memory?.usesBytes).toBeGreaterThan(50 * mebibyte);
  expect(memory?.holdsBytes).toBeGreaterThan(memory?.usesBytes ?? 0);
  expect((await vm.slipway(['status'])).stdout).toMatch(/^Memory +holds \d.* uses \d/m);
});
