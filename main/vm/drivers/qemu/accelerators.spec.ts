import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadAcceleratorMemory } from './accelerators.ts';

const day = 24 * 3600 * 1000;
let folder: string;
let path: string;
let now = 1_000_000;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accelerators-'));
  path = join(folder, 'accelerators.json');
  now = 1_000_000;
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A memory whose device is a file that can be opened, one that is not there, or the given one. */
async function memory(version = '11.1.3', device = path) {
  return loadAcceleratorMemory(path, version, () => now, device);
}

describe.runIf(process.platform === 'linux')('accelerator memory', () => {
  beforeEach(() => writeFile(path, '{}'));

  it('tries hardware first where its device can be opened', async () => {
    expect(await (await memory()).candidates('auto')).toEqual(['kvm', 'tcg']);
  });

  it('does not try again what has failed, and says why', async () => {
    await (await memory()).remember('kvm', false, 'no sign of life');
    const later = await memory();
    expect(await later.candidates('auto')).toEqual(['tcg']);
    expect(later.verdicts()).toEqual([
      { accelerator: 'kvm', works: false, reason: 'no sign of life', triedAt: 1_000_000 },
    ]);
  });

  it('tries again after a month, under another QEMU, or when the user insists', async () => {
    await (await memory()).remember('kvm', false, 'no sign of life');
    expect(await (await memory('12.0.0')).candidates('auto')).toEqual(['kvm', 'tcg']);
    expect((await memory('12.0.0')).verdicts()).toEqual([]);
    expect(await (await memory()).candidates('kvm')).toEqual(['kvm']);
    now += 29 * day;
    expect(await (await memory()).candidates('auto')).toEqual(['tcg']);
    now += 2 * day;
    expect(await (await memory()).candidates('auto')).toEqual(['kvm', 'tcg']);
  });

  it('goes on with what has worked', async () => {
    await (await memory()).remember('kvm', true, 'the guest came alive');
    expect(await (await memory()).candidates('auto')).toEqual(['kvm', 'tcg']);
  });

  it('leaves hardware out where there is no device, until there is one', async () => {
    const without = await memory('11.1.3', join(folder, 'no-kvm'));
    expect(await without.candidates('auto')).toEqual(['tcg']);
    expect(without.verdicts()).toEqual([
      expect.objectContaining({
        accelerator: 'kvm',
        works: false,
        reason: expect.stringContaining('no-kvm'),
      }),
    ]);
    now += day;
    const again = await memory('11.1.3', join(folder, 'no-kvm'));
    await again.candidates('auto');
    // It is no news.
    expect(again.verdicts()).toMatchObject([{ triedAt: 1_000_000 }]);
    expect(await (await memory()).candidates('auto')).toEqual(['kvm', 'tcg']);
    expect((await memory()).verdicts()).toEqual([]);
  });

  it.each(['', '{', '[1]', '{"kvm":{"works":"yes"}}'])('counts a damaged file (%j) as none', async (text) => {
    await writeFile(path, text);
    const damaged = await memory();
    expect(await damaged.candidates('auto')).toEqual(['kvm', 'tcg']);
    await damaged.remember('kvm', false, 'broken');
    expect(await (await memory()).candidates('auto')).toEqual(['tcg']);
  });

  it('does not lose a start because the verdict cannot be written down', async () => {
    const unwritable = await loadAcceleratorMemory(join(folder, 'none', 'a.json'), '1', () => now, path);
    await unwritable.remember('kvm', false, 'broken');
    expect(await unwritable.candidates('auto')).toEqual(['tcg']);
  });
});
