import { expect, it } from 'vitest';
import type { PlaybookRun } from '../contract/ansible.ts';
import { SlipwayError } from '../contract/errors.ts';
import { abortAfter, untilAborted } from '../util/wait.ts';
import { createPlaybookRuns, type PerformRun, type PlaybookRuns } from './runs.ts';

const plays = [{ name: 'Harbour', tasks: [] }];

async function until(
  runs: PlaybookRuns,
  is: (all: readonly PlaybookRun[]) => boolean,
): Promise<readonly PlaybookRun[]> {
  for await (const all of runs.follow(abortAfter(10_000))) if (is(all)) return all;
  throw new Error('ended');
}

const kinds = (all: readonly PlaybookRun[]) => all.map(({ state }) => state.kind);

it('tells what goes on and what came of it, the newest first', async () => {
  const perform: PerformRun = async ({ file }, { onDoing, onPlays }) => {
    onDoing('Starting Ansible');
    onPlays(plays);
    if (file === '/bad.yml')
      throw new SlipwayError({ code: 'engine-request-failed', message: 'No.', hint: 'Mend it.' });
  };
  const runs = createPlaybookRuns(perform, () => 7);
  runs.begin('/good.yml', false);
  const bad = runs.begin('/bad.yml', true);
  const all = await until(runs, (list) => !kinds(list).includes('running'));
  expect(all).toMatchObject([
    { file: '/bad.yml', isCheck: true, plays, state: { kind: 'failed', failure: { message: 'No.' } } },
    { file: '/good.yml', isCheck: false, state: { kind: 'done', endedAt: 7 } },
  ]);
  runs.dismiss(bad);
  expect(kinds(await until(runs, () => true))).toEqual(['done']);
});

it('ends one that is cancelled, and all when it is closed; none is run again while it goes on', async () => {
  const runs = createPlaybookRuns((_, __, signal) => untilAborted(signal), Date.now);
  const first = runs.begin('/a.yml', false);
  runs.begin('/b.yml', false);
  expect(() => runs.again(first)).toThrowError(expect.objectContaining({ code: 'busy' }));
  runs.cancel(first);
  expect(kinds(await until(runs, (all) => kinds(all).includes('cancelled')))).toEqual([
    'running',
    'cancelled',
  ]);
  runs.again(first);
  expect((await until(runs, () => true)).map(({ file }) => file)).toEqual(['/a.yml', '/b.yml']);
  await runs.close();
  expect(kinds(await until(runs, () => true))).toEqual(['cancelled', 'cancelled']);
});

it('begins no more than a few at once', async () => {
  const runs = createPlaybookRuns((_, __, signal) => untilAborted(signal), Date.now);
  for (const name of ['a', 'b', 'c', 'd']) runs.begin(`/${name}.yml`, false);
  expect(() => runs.begin('/e.yml', false)).toThrowError(expect.objectContaining({ code: 'busy' }));
  await runs.close();
});
