import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { setSetting, unsetSetting } from '../settings/settings-store.ts';
import { watchSettings } from './watch-settings.ts';

let paths: HomePaths;
let stop: () => void = () => undefined;

beforeEach(async () => {
  paths = homePaths(join(await mkdtemp('/tmp/sw-unit-'), 'home'));
});
afterEach(async () => {
  stop();
  await rm(join(paths.home, '..'), { recursive: true, force: true });
});

it('tells of each change, also of a file that was not there, and of nothing else', async () => {
  await mkdir(paths.home);
  const changed = vi.fn();
  stop = watchSettings(paths, changed);
  await setSetting(paths, 'vm.cpus', 3);
  await vi.waitFor(() => expect(changed).toHaveBeenCalled(), { timeout: 8_000 });
  await new Promise((resolve) => setTimeout(resolve, 150));
  changed.mockClear();
  await writeFile(join(paths.home, 'other'), '');
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(changed).not.toHaveBeenCalled();
  await unsetSetting(paths, 'vm.cpus');
  await vi.waitFor(() => expect(changed).toHaveBeenCalled(), { timeout: 8_000 });
});

it('waits for a home that is yet to be made', async () => {
  const changed = vi.fn();
  stop = watchSettings(paths, changed);
  await mkdir(paths.home);
  await vi.waitFor(() => expect(changed).toHaveBeenCalled(), { timeout: 5_000 });
});
