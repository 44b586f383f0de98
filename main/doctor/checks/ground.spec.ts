import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { homePaths } from '../../home/paths.ts';
import { never } from '../../util/wait.ts';
import { guestInterface } from '../../vm/guest-image.ts';
import { viewOf } from '../fakes/fake-view.ts';
import { checkAccelerator } from './accelerator.ts';
import { checkDiskSpace, checkHome } from './home.ts';
import { checkParts, checkQemu } from './parts.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doctor-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const home = (name = 'home') => homePaths(join(folder, name));

describe('the home folder', () => {
  it('is well when it can be made, and is not made by looking', async () => {
    expect(await checkHome({ paths: home('a/b') })).toMatchObject({
      verdict: 'ok',
      message: expect.stringContaining('the first start makes it'),
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('is well when it can be written to, and is as it was afterwards', async () => {
    await mkdir(home().home);
    await chmod(home().home, 0o755);
    expect(await checkHome({ paths: home() })).toMatchObject({ verdict: 'ok' });
    expect(await readdir(home().home)).toEqual([]);
    expect((await stat(home().home)).mode & 0o777).toBe(0o755);
  });

  it('is a failure where a file is in the way, and where its path is too long', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(checkHome({ paths: home('file/home') })).rejects.toMatchObject({ code: 'home-unwritable' });
    await expect(checkHome({ paths: home('x'.repeat(120)) })).rejects.toMatchObject({
      code: 'home-path-too-long',
    });
  });

  it('is a warning where its path leaves no room for those of further VMs', async () => {
    const room = 108 - Buffer.byteLength(home('').controlSocket) - 2;
    const paths = home('h'.repeat(room - 4));
    await mkdir(paths.home);
    expect(await checkHome({ paths })).toMatchObject({
      verdict: 'warning',
      hint: expect.stringContaining('node add'),
    });
  });
});

it('says how much room there is, of a home that is yet to be made, too', async () => {
  const { verdict, message } = await checkDiskSpace({ paths: home('a/b/c') });
  expect(message).toMatch(/ has [\d.]+ [kMGT]?B left/);
  expect(['ok', 'warning', 'failure']).toContain(verdict);
});

describe('the parts', () => {
  const assets = async (image: object) => {
    await mkdir(join(folder, 'image'));
    await writeFile(join(folder, 'image/manifest.json'), JSON.stringify(image));
    const index = { arch: 'x64', image: { dir: 'image' }, bundledImages: { file: 'gone.tar' } };
    await writeFile(join(folder, 'assets.json'), JSON.stringify(index));
    return { environment: { SLIPWAY_ASSETS: join(folder, 'assets.json') } };
  };

  it('are failures, each by itself: an image with other bytes than its manifest, and a file that is gone', async () => {
    const file = (name: string) => ({ name, size: 3, sha256: '0'.repeat(64) });
    const image = {
      ...{ version: guestInterface, arch: 'x64', contentHash: 'c0ffee' },
      files: { kernel: file('kernel'), initrd: file('initrd'), root: file('root') },
      kernelCommandLine: { common: '', tcg: '' },
    };
    const view = await assets(image);
    for (const name of ['kernel', 'initrd', 'root']) await writeFile(join(folder, 'image', name), 'abc');
    const found = await checkParts(view, never);
    expect(found).toContainEqual({
      verdict: 'failure',
      message: expect.stringMatching(/^The VM image is damaged: .*SHA-256/),
      hint: expect.stringContaining('Install Slipway again'),
    });
    expect(found).toContainEqual({
      verdict: 'failure',
      message: `The bundled images are not at ${join(folder, 'gone.tar')}.`,
      hint: expect.any(String),
    });
  });

  it('are a failure where there is no list of them', async () => {
    const environment = { SLIPWAY_ASSETS: join(folder, 'none.json') };
    await expect(checkParts({ environment }, never)).rejects.toMatchObject({ code: 'assets-missing' });
  });
});

describe('QEMU', () => {
  const program = async (script: string) => {
    const command = join(folder, 'qemu');
    await writeFile(command, `#!/bin/sh\n${script}\n`);
    await chmod(command, 0o755);
    return viewOf(home(), { qemu: async () => ({ version: '11.1.3', command, leadingArguments: [] }) });
  };

  it('is started to hear its version', async () => {
    const view = await program('echo "QEMU emulator version 11.1.3 (Debian)"');
    expect(await checkQemu(view)).toMatchObject({ verdict: 'ok', message: 'QEMU 11.1.3, bundled.' });
  });

  it('is a failure where it cannot be started, and a warning where it is another one', async () => {
    await expect(checkQemu(await program('exit 127'))).rejects.toMatchObject({ code: 'qemu-missing' });
    expect(await checkQemu(await program('echo "QEMU emulator version 9.0.0"'))).toMatchObject({
      verdict: 'warning',
      message: expect.stringContaining('9.0.0'),
    });
  });
});

describe('the accelerator', () => {
  const running = (accelerator: 'kvm' | 'tcg') => {
    const view = viewOf(home());
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
      const paths = home();
      await mkdir(paths.state, { recursive: true });
      const { release } = await import('node:os');
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
