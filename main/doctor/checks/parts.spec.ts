import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { homePaths } from '../../home/paths.ts';
import { never } from '../../util/wait.ts';
import { guestInterface } from '../../vm/guest-image.ts';
import { viewOf } from '../fakes/fake-view.ts';
import { checkParts, checkQemu } from './parts.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doctor-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

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
    return viewOf(homePaths(folder), {
      qemu: async () => ({ version: '11.1.3', command, leadingArguments: [] }),
    });
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
