import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiskChange, DiskUsage } from '../../main/contract/disk.ts';
import { createInstance, type Instance, removeInstance } from '../support/instance.ts';
import { sharedVm } from '../support/shared-vm.ts';

const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;
let vm: Instance;

beforeAll(async () => {
  const { paths } = sharedVm();
  vm = await createInstance({ verdictsOf: paths, templateOf: paths });
  await vm.slipway(['settings', 'set', 'vm.diskGiB', '8']);
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
  vm.docker(['run', '--rm', '--volume', 'filled:/filled', 'slipway/busybox', 'sh', '-c', script]);

/** What the file system in the guest says of its size, in bytes. */
const inside = async () => {
  const { fileSystem } = await usage();
  if (fileSystem === null) throw new Error('the guest did not tell');
  return fileSystem.usedBytes + fileSystem.freeBytes;
};

describe('the data disk', () => {
  it('gives back what was deleted: blocks, not length', async () => {
    const before = await usage();
    await inVolume(`dd if=/dev/urandom of=/filled/file bs=1M count=100 && sync`);
    const full = await usage();
    expect(full.file.usedBytes - before.file.usedBytes).toBeGreaterThan(95 * mebibyte);
    await vm.docker(['volume', 'rm', 'filled']);
    const { after } = await change('compact');
    expect(full.file.usedBytes - after.usedBytes).toBeGreaterThan(90 * mebibyte);
    expect(after.lengthBytes).toBe(8 * gibibyte);
  });

  it('is made larger while it is used, and the setting with it', async () => {
    const before = await inside();
    const { before: from, after } = await change('resize', '12');
    expect([from.lengthBytes, after.lengthBytes]).toEqual([8 * gibibyte, 12 * gibibyte]);
    expect((await inside()) - before).toBeGreaterThan(3.5 * gibibyte);
    expect((await vm.slipway(['settings', 'get', 'vm.diskGiB'])).stdout).toBe('12\n');
  });

  it('is never made smaller', async () => {
    const { code, stderr } = await vm.slipway(['disk', 'resize', '8']);
    expect(code).toBe(2);
    expect(stderr).toContain('cannot be made smaller: it is 12 GiB large and 8 GiB was asked for');
  });

  it('is made larger while the VM sleeps, which goes on with it and sleeps again', async () => {
    await vm.slipway(['sleep']);
    await change('resize', '14');
    expect((await vm.status()).boot?.kind).toBe('resume');
    expect(await inside()).toBeGreaterThan(13 * gibibyte);
    await vm.slipway(['sleep']);
    await vm.start();
    expect(await vm.status()).toMatchObject({ boot: { kind: 'resume' } });
  });

  it('is made larger while the VM is stopped: the file system follows at the next start', async () => {
    await vm.slipway(['stop']);
    await change('resize', '16');
    const { code, stderr } = await vm.slipway(['disk', 'compact']);
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('does not run') });
    await vm.start();
    expect(await inside()).toBeGreaterThan(15 * gibibyte);
  });
});

it('status tells what the VM holds and uses of memory', async () => {
  const { memory } = await vm.status();
  expect(memory?.usesBytes).toBeGreaterThan(50 * mebibyte);
  expect(memory?.holdsBytes).toBeGreaterThan(memory?.usesBytes ?? 0);
  expect((await vm.slipway(['status'])).stdout).toMatch(/^Memory +holds \d.* uses \d/m);
});
