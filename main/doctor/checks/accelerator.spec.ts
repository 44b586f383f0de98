import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { homePaths } from '../../home/paths.ts';
import { viewOf } from '../fakes/fake-view.ts';
import { checkAccelerator } from './accelerator.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doctor-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the accelerator', () => {
  const running = (accelerator: 'kvm' | 'tcg') => {
    const view = viewOf(homePaths(folder));
    const vm = { driver: 'qemu', accelerator, cpus: 2, memoryMiB: 2048, pid: 1 } as const;
    return { ...view, status: { ...view.status, state: 'running' as const, vm } };
  };

  it('is what the VM runs on, or what the setting says', async () => {
    expect(await checkAccelerator(running('kvm'))).toMatchObject({
      verdict: 'ok',
      message: 'KVM: the VM runs on it.',
    });
    const view = running('tcg');
    const settings = { ...view.settings, 'vm.accelerator': 'tcg' as const };
    expect(await checkAccelerator({ ...view, settings })).toMatchObject({ verdict: 'ok' });
  });

  it.runIf(process.platform === 'linux')(
    'that did not work is a warning, with why and what to try',
    async () => {
      const paths = homePaths(folder);
      await mkdir(paths.state, { recursive: true });
      const verdict = { accelerator: 'kvm', works: false, reason: 'no sign of life', triedAt: Date.now() };
      const key = `kvm on linux ${release()} with QEMU 11.1.3`;
      await writeFile(paths.accelerators, JSON.stringify({ [key]: verdict }));
      const found = await checkAccelerator(viewOf(paths));
      expect(found).toMatchObject({ verdict: 'warning', hint: expect.stringContaining('vm.accelerator') });
      // Where there is no /dev/kvm that is the reason, whatever was found before.
      expect(found.message).toMatch(/no sign of life|has no \/dev\/kvm|may not open \/dev\/kvm/);
    },
  );
});
