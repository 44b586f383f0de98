import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SlipwayError } from '../contract/errors.ts';
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
  const warn = vi.fn();
  let state = initial;
  const stop = vi.fn(async () => {
    done.push('stopped');
    if (state !== undefined) state = 'stopped';
  });
  const sleep = vi.fn(async () => {
    done.push('asleep');
    if (state !== undefined) state = 'sleeping';
  });
  const own = { status: () => ({ state }), leave: vi.fn(async () => void done.push('left')) };
  const options = {
    paths,
    link: { handlers: { 'vm.stop': stop, 'vm.sleep': sleep } },
    logger: { warn },
    own: initial === undefined ? undefined : own,
    spawn: () => done.push('handed over'),
  } as unknown as Leaving;
  return { done, stop, sleep, own, warn, options };
}

it('puts the VM to sleep, whoever its host is, and leaves a host that listens for it', async () => {
  const ours = leaving('running');
  await leaveHome(ours.options);
  expect(ours.done).toEqual(['asleep', 'left', 'handed over']);
  const theirs = leaving(undefined);
  await leaveHome(theirs.options);
  expect(theirs.done).toEqual(['asleep']);
});

it('hands over a VM that cannot be put to sleep, and says so in the log', async () => {
  const { done, sleep, warn, options } = leaving('running');
  sleep.mockRejectedValue(new SlipwayError({ code: 'save-failed', message: 'No room.', hint: 'Make some.' }));
  await leaveHome(options);
  expect(done).toEqual(['left', 'handed over']);
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('No room.'));
});

it('has nothing to put to sleep when nothing runs', async () => {
  const { done, sleep, warn, options } = leaving('stopped');
  sleep.mockRejectedValue(new SlipwayError({ code: 'not-running', message: 'No VM.', hint: 'Start it.' }));
  await leaveHome(options);
  expect(done).toEqual(['left']);
  expect(warn).not.toHaveBeenCalled();
});

it('does not wait for a VM that does not come up', async () => {
  const { done, options } = leaving('backoff');
  await leaveHome(options);
  expect(done).toEqual(['left', 'handed over']);
});

it('saves nothing in an emergency: the next host goes on with the VM', async () => {
  const { done, options } = leaving('running');
  await leaveHome({ ...options, isEmergency: true });
  expect(done).toEqual(['left', 'handed over']);
});

it('hands a running VM over to a host without a window if it is to be kept', async () => {
  await setSetting(paths, 'app.onClose', 'keep');
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

it('goes by the default when the settings cannot be read', async () => {
  await mkdir(paths.settings);
  const { done, options } = leaving('running');
  await leaveHome(options);
  expect(done).toEqual(['asleep', 'left', 'handed over']);
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
  await setSetting(paths, 'app.onClose', 'keep');
  const { done, options } = leaving(state);
  await leaveHome(options);
  expect(done).toEqual(['left']);
});
