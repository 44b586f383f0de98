import { mkdtemp, open, rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Status } from '../contract/status.ts';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { isYetToCome, list, set } from './settings-command.ts';

describe('whether a setting is yet to take effect', () => {
  const vm = { driver: 'qemu', accelerator: 'tcg', cpus: 2, memoryMiB: 2048, pid: 7 } as const;
  const running: Pick<Status, 'state' | 'vm'> = { state: 'running', vm };

  it.each([
    ['vm.memoryMiB', 4096, 2048, true],
    ['vm.memoryMiB', 2048, 4096, false],
    ['vm.memoryMiB', 0, 4096, false],
    ['vm.memoryMiB', 4096, 4096, true],
    ['vm.cpus', 2, 0, false],
    ['vm.cpus', 3, 2, true],
    ['vm.accelerator', 'tcg', 'auto', false],
    ['vm.accelerator', 'kvm', 'auto', true],
    ['docker.context', true, true, false],
    ['docker.context', false, true, true],
  ] as const)('%s = %s, before %s: %s', (key, value, before, yetToCome) => {
    expect(isYetToCome({ key, value }, { value: before }, running)).toBe(yetToCome);
    expect(isYetToCome({ key, value }, { value: before }, { state: 'stopped', vm: null })).toBe(false);
  });
});

describe('what is printed', () => {
  let paths: HomePaths;
  let printed: string;

  beforeEach(async () => {
    paths = homePaths(await mkdtemp('/tmp/sw-unit-'));
    await prepareHome(paths);
    printed = '';
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((text) => {
        printed += String(text);
        return true;
      });
    }
  });

  afterEach(async () => {
    vi.restoreAllMocks();
    await rm(paths.home, { recursive: true, force: true });
  });

  it.each([
    ['vm.cpus', '0', /^vm\.cpus is 0: Slipway chooses \(\d+\)\n$/],
    ['vm.cpus', '3', /^vm\.cpus is 3\n$/],
    ['vm.memoryMiB', '0', /^vm\.memoryMiB is 0: Slipway chooses \(2048\)\n$/],
  ])('says of %s %s what is chosen', async (key, value, expected) => {
    await set(paths, key, value, false);
    expect(printed).toMatch(expected);
  });

  it('says what the size of a new disk means for the one there', async () => {
    await set(paths, 'vm.diskGiB', '32', false);
    expect(printed).toBe('vm.diskGiB is 32\n');
    const disk = await open(paths.dataDisk, 'w');
    await disk.truncate(64 * 1024 ** 3);
    await disk.close();
    printed = '';
    await set(paths, 'vm.diskGiB', '128', false);
    expect(printed).toMatch(/keeps its 64 GiB \(`slipway disk resize 128` makes it larger\)/);
    printed = '';
    await set(paths, 'vm.diskGiB', '64', false);
    expect(printed).toBe('vm.diskGiB is 64\n');
  });

  it('shows an empty default as a word', async () => {
    await set(paths, 'qemu.path', process.execPath, false);
    printed = '';
    await list(paths, false);
    expect(printed).toContain(`${process.execPath} (default: empty)`);
  });
});
