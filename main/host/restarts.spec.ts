import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Failure } from '../contract/errors.ts';
import type { State } from '../vm/state.ts';
import type { SupervisorView } from '../vm/supervisor.ts';
import { readRestart, restartProblems } from './restart-record.ts';
import { followRestarts, type Restarts } from './restarts.ts';

const killed: Failure = { code: 'vm-exited', message: 'QEMU was killed.', hint: 'It is started again.' };
const at = 1_767_225_600_000;

const states = {
  stopped: { kind: 'stopped' },
  preparing: { kind: 'preparing', attempt: 1 },
  booting: { kind: 'booting', attempt: 1 },
  waiting: { kind: 'waiting', attempt: 1, problem: null },
  running: { kind: 'running', attempt: 1 },
  suspending: { kind: 'suspending', next: 'sleeping' },
  sleeping: { kind: 'sleeping' },
  stopping: { kind: 'stopping', next: 'stopped' },
  backoff: { kind: 'backoff', attempt: 1, until: 0, problem: killed },
  failed: { kind: 'failed', problem: killed },
} as const satisfies Record<State['kind'], State>;

let folder: string;
let restarts: Restarts;
let go: (...kinds: State['kind'][]) => void;

/** A host that has just begun, with a VM that can be led through its states. */
async function openHost(begin: State['kind'] = 'stopped', boot: SupervisorView['boot'] = null) {
  const listeners: (() => void)[] = [];
  let state: State = states[begin];
  const onChange = vi.fn();
  restarts = await followRestarts({
    paths: { vmRestart: join(folder, 'vm-restart.json') },
    supervisor: {
      view: () => ({
        ...{
          state,
          machine: null,
          boot,
          verdicts: [],
          restartedFor: null,
          refused: null,
          cutOff: null,
          keptAwake: null,
        },
      }),
      onChange: (listener) => void listeners.push(listener),
    },
    readEnded: async () => {
      failures -= 1;
      if (failures >= 0) throw new Error('the engine is busy');
      return [
        { name: 'db', comesBack: false },
        { name: 'web', comesBack: true },
      ];
    },
    onChange,
    now: () => at,
    log: vi.fn(),
  });
  go = (...kinds) => {
    for (const kind of kinds) {
      state = states[kind];
      for (const listener of listeners) listener();
    }
  };
  return { onChange };
}

const start = ['preparing', 'booting', 'waiting', 'running'] as const;

/** How often the engine does not say which containers ended. */
let failures = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-restarts-'));
});
afterEach(async () => {
  await restarts.close();
  await rm(folder, { recursive: true });
});

it('tells when and why a VM that ran was started again, and which containers ended', async () => {
  const { onChange } = await openHost();
  go(...start, 'backoff', ...start);
  await vi.waitFor(() => expect(onChange).toHaveBeenCalled(), { timeout: 8_000 });
  expect(restarts.known()).toEqual({
    ...{ at, reason: killed.message, isDismissed: false },
    ...{ ended: ['db', 'web'], down: ['db'] },
  });
});

it('knows nothing of a start that fails before it has run', async () => {
  await openHost();
  go('preparing', 'booting', 'backoff', ...start);
  expect(restarts.known()).toBeNull();
});

it('counts a VM that was taken over, and one that has slept, as one that ran', async () => {
  await openHost();
  go('waiting', 'backoff');
  expect(restarts.known()).toMatchObject({ at });
  await restarts.close();
  await openHost('sleeping', { kind: 'resume', startedAt: at, durationMs: null, stages: [] });
  go('preparing', 'booting', 'waiting', 'backoff');
  expect(restarts.known()).toMatchObject({ at });
});

it('is told by the hosts to come, through a sleep, until somebody stops or starts it', async () => {
  await openHost();
  go(...start, 'backoff', ...start, 'suspending', 'sleeping');
  await restarts.close();
  await openHost('sleeping');
  go(...start);
  expect(restarts.known()).toMatchObject({ at, reason: killed.message });
  go('stopping', 'stopped');
  expect(restarts.known()).toBeNull();
  await restarts.close();
  expect(await readRestart({ vmRestart: join(folder, 'vm-restart.json') })).toBeNull();
});

it('asks the engine again which containers ended, when it did not say', async () => {
  failures = 1;
  await openHost();
  go(...start, 'backoff', ...start);
  await expect.poll(() => restarts.known()?.ended, { timeout: 8_000 }).toEqual(['db', 'web']);
  expect(failures).toBe(-1);
});

it('is no problem any more once it is dismissed, and still known', async () => {
  await openHost();
  go(...start, 'backoff', ...start);
  await restarts.dismiss();
  const known = restarts.known();
  expect(known).toMatchObject({ at, isDismissed: true });
  expect(known && restartProblems(known)).toEqual([]);
});

it('names a few of many containers in its sentence, and all of them beside it', () => {
  const ended = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const [problem] = restartProblems({ at, reason: killed.message, ended, down: ended, isDismissed: false });
  expect(problem?.message).toMatch(
    /^The VM failed at .* and was started again by itself\. QEMU was killed\.$/,
  );
  expect(problem?.hint).toContain('(a, b, c, d, e and 2 more)');
  expect(problem?.hint).toContain('`slipway docker start NAME`');
  expect(problem?.detail).toBe(ended.join('\n'));
});

it.each([
  ['are not known yet', null, null, /`slipway docker start NAME` has them back;.*`--restart unless-stopped`/],
  [
    'were none',
    [],
    [],
    /^No container that is still there ended with it; one that ran with `--rm` is gone\.$/,
  ],
  ['stay down', ['db', 'web'], ['db', 'web'], /`slipway docker start db web` has them back\.$/],
  [
    'are started again in part',
    ['db', 'web'],
    ['web'],
    /`slipway docker start web` has it back; whatever else ended is started again by its restart policy\.$/,
  ],
  [
    'are all started again',
    ['db', 'web'],
    [],
    /\(db, web\).* What ended is started again by its restart policy\.$/,
  ],
])('says how to have the containers back that %s', (_, ended, down, hint) => {
  const [problem] = restartProblems({ at, reason: killed.message, ended, down, isDismissed: false });
  expect(problem?.hint).toMatch(hint);
});

it('reads what an earlier version has kept', async () => {
  const vmRestart = join(folder, 'vm-restart.json');
  await openHost();
  await writeFile(vmRestart, JSON.stringify({ at, reason: 'lost', ended: ['db'], isDismissed: false }));
  expect(await readRestart({ vmRestart })).toMatchObject({ ended: ['db'], down: null });
});
