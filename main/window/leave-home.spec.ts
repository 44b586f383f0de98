import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { VmState } from '../contract/status.ts';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { setSetting } from '../settings/settings-store.ts';
import { type Leaving, leaveHome } from './leave-home.ts';

let paths: HomePaths;

beforeEach(async () => {
  paths = homePaths(await mkdtemp(join(tmpdir(), 'leave-')));
});
afterEach(() => rm(paths.home, { recursive: true, force: true }));

/** A host in this process whose VM is in that state, and what became of it. */
function leaving(initial: VmState | undefined) {
  const done: string[] = [];
  let state = initial;
  const stop = vi.fn(async () => {
    done.push('stopped');
    if (state !== undefined) state = 'stopped';
  });
  const own = { status: () => ({ state }), leave: vi.fn(async () => void done.push('left')) };
  const options = {
    paths,
    link: { handlers: { 'vm.stop': stop } },
    own: initial === undefined ? undefined : own,
    spawn: () => done.push('handed over'),
  } as unknown as Leaving;
  return { done, stop, own, options };
}

it('hands a running VM over to a host without a window', async () => {
  const { done, options } = leaving('running');
  await leaveHome(options);
  expect(done).toEqual(['left', 'handed over']);
});

it('stops the VM if it is told to, whoever its host is', async () => {
  await setSetting(paths, 'app.onClose', 'stop');
  const ours = leaving('running');
  await leaveHome(ours.options);
  expect(ours.done).toEqual(['stopped', 'left']);
  const theirs = leaving(undefined);
  await leaveHome(theirs.options);
  expect(theirs.done).toEqual(['stopped']);
});

it('keeps the VM running when the settings cannot be read', async () => {
  await mkdir(paths.settings);
  const { done, options } = leaving('running');
  await leaveHome(options);
  expect(done).toEqual(['left', 'handed over']);
});

it('hands over a VM that could not be stopped, and a home that could not be left', async () => {
  await setSetting(paths, 'app.onClose', 'stop');
  const { done, stop, own, options } = leaving('running');
  stop.mockRejectedValue(new Error('not now'));
  own.leave.mockRejectedValue(new Error('nor this'));
  await expect(leaveHome(options)).rejects.toThrow('nor this');
  expect(done).toEqual(['handed over']);
});

it.each(['stopped', 'failed'] as const)('starts no host for a VM that is %s', async (state) => {
  const { done, options } = leaving(state);
  await leaveHome(options);
  expect(done).toEqual(['left']);
});
