import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Build, BuildNews } from '../../contract/builds.ts';
import { untilAborted } from '../../util/wait.ts';
import type { BuildOrder } from './build-order.ts';
import { type BuildEars, type BuildOutcome, createBuilds } from './builds.ts';
import { readSolveStatus } from './solve-status.ts';

const order: BuildOrder = {
  ...{
    folder: '/quay',
    dockerfile: '/quay/Dockerfile',
    target: '',
    arguments: [],
    platform: '',
    tags: ['a:1'],
  },
  ...{ isWithoutCache: false, isPulling: false, secrets: [{ id: 'token', text: 'ebb' }] },
};

const status = (message: object) => {
  const read = readSolveStatus(JSON.stringify(message));
  if (read === undefined) throw new Error('not a message');
  return read;
};
const step = (digest: string, more: object = {}) => ({ digest, name: `RUN ${digest}`, ...more });
const began = { started: '2026-11-26T10:00:00Z' };

/** Builds that end when the test says so. */
function setup() {
  const ears: BuildEars[] = [];
  const ends: ((outcome: BuildOutcome | Error) => void)[] = [];
  const recorded: string[] = [];
  const builds = createBuilds(
    (_, ear, signal) => {
      ears.push(ear);
      const ended = new Promise<BuildOutcome>((resolve, reject) => {
        ends.push((outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome)));
      });
      return Promise.race([ended, untilAborted(signal)]);
    },
    (ref) => recorded.push(ref),
    () => 1_000,
  );
  const now = async (): Promise<readonly Build[]> => {
    await turn();
    const leave = new AbortController();
    for await (const piece of builds.follow(leave.signal)) return piece;
    return [];
  };
  return { builds, ears, ends, recorded, now };
}

test('tells how far a build is, and what came of it', async () => {
  const { builds, ears, ends, recorded, now } = setup();
  const id = builds.begin(order);
  ears[0]?.onStatus(
    status({ vertexes: [step('a', { ...began, cached: true, completed: began.started }), step('b')] }),
  );
  ears[0]?.onRef('default/default/x');
  ears[0]?.onRef('default/default/x');
  expect(recorded).toEqual(['default/default/x']);
  expect(await now()).toMatchObject([
    { id, name: 'a:1', isOurs: true, ref: 'default/default/x', startedAt: 1_000, endedAt: null },
  ]);
  expect((await now())[0]?.steps).toEqual({ all: 2, ended: 1, cached: 1 });
  expect(JSON.stringify(await now())).not.toContain('ebb');
  ends[0]?.({ kind: 'done', image: 'sha256:1' });
  expect(await now()).toMatchObject([{ endedAt: 1_000, state: { kind: 'done', image: 'sha256:1' } }]);
  builds.dismiss(id);
  expect(await now()).toEqual([]);
});

test('tells the steps to whoever comes, until the build has ended', async () => {
  const { builds, ears, ends } = setup();
  const id = builds.begin(order);
  const pieces: BuildNews[] = [];
  const read = (async () => {
    for await (const piece of builds.steps(id, new AbortController().signal) ?? []) pieces.push(piece);
  })();
  ears[0]?.onStatus(status({ vertexes: [step('a', began)] }));
  await turn();
  ears[0]?.onStatus(status({ logs: [{ vertex: 'a', data: Buffer.from('hi').toString('base64') }] }));
  ends[0]?.({ kind: 'failed', failure: null, lines: null });
  await read;
  expect(pieces.flatMap(({ steps }) => steps).at(-1)).toMatchObject({ id: 'a', state: 'cancelled' });
  expect(pieces.flatMap(({ output }) => output)).toEqual([{ step: 'a', text: 'hi', isCut: false }]);
  expect(builds.steps('another', new AbortController().signal)).toBeUndefined();
});

test('is cancelled, and fails, in words', async () => {
  const { builds, ends, now } = setup();
  const id = builds.begin(order);
  builds.dismiss(id);
  builds.cancel(id);
  expect(await now()).toMatchObject([{ id, state: { kind: 'cancelled' } }]);
  builds.begin(order);
  ends[1]?.(new Error('out of rope'));
  expect((await now())[1]?.state).toMatchObject({ kind: 'failed', failure: { message: 'out of rope' } });
});

test('begins no more than ten at once, keeps fifty that have ended, and ends all when it is closed', async () => {
  const { builds, now } = setup();
  for (let count = 0; count < 60; count += 1) {
    const id = builds.begin(order);
    builds.cancel(id);
    await turn();
  }
  expect(await now()).toHaveLength(50);
  for (let count = 0; count < 10; count += 1) builds.begin(order);
  expect(() => builds.begin(order)).toThrow(expect.objectContaining({ code: 'busy' }));
  await builds.close();
  expect((await now()).every(({ state }) => state.kind === 'cancelled')).toBe(true);
});
