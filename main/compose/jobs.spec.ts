import { describe, expect, it } from 'vitest';
import type { ComposeJob } from '../contract/compose.ts';
import { SlipwayError } from '../contract/errors.ts';
import { abortAfter, untilAborted } from '../util/wait.ts';
import { createComposeJobs, type PerformTask } from './jobs.ts';

const up = { verb: 'up' as const, services: [], build: false };

/** Follows until a list passes. */
async function until(
  jobs: ReturnType<typeof createComposeJobs>,
  passes: (list: readonly ComposeJob[]) => boolean,
): Promise<readonly ComposeJob[]> {
  const stop = new AbortController();
  for await (const list of jobs.follow(stop.signal)) if (passes(list)) return list;
  throw new Error('It ended');
}

const work = (perform: PerformTask) => createComposeJobs(perform, () => 5);

describe('work on Compose projects', () => {
  it('tells its steps, warnings and output, and that it is done', async () => {
    const jobs = work(async (_, __, tell) => {
      tell({ kind: 'step', step: { name: 'web', text: 'Started', state: 'done', part: null } });
      for (const text of ['w', 'w']) tell({ kind: 'warning', text });
      tell({ kind: 'output', text: 'built' });
    });
    const id = jobs.begin('shop', up);
    const [job] = await until(jobs, ([first]) => first?.state.kind === 'done');
    expect(job).toMatchObject({ id, project: 'shop', warnings: ['w'], lines: 1, steps: [{ name: 'web' }] });
    const pieces: string[] = [];
    for await (const lines of jobs.output(id, abortAfter(5_000))) pieces.push(...lines);
    expect(pieces).toEqual(['built']);
    jobs.dismiss(id);
    await until(jobs, (list) => list.length === 0);
  });

  it('says why it failed, and begins anew in the place of what had ended', async () => {
    const failure = { code: 'engine-request-failed' as const, message: 'No.', hint: 'Try.' };
    const jobs = work(async () => {
      throw new SlipwayError(failure);
    });
    jobs.begin('shop', up);
    await until(jobs, ([job]) => job?.state.kind === 'failed');
    jobs.begin('shop', up);
    const list = await until(jobs, ([job]) => job?.state.kind === 'failed');
    expect(list).toHaveLength(1);
    expect(list[0]?.state).toMatchObject({ failure });
  });

  it('is one at a time for each project, with a watch beside it', async () => {
    const jobs = work((_, __, ___, signal) => untilAborted(signal));
    jobs.begin('shop', up);
    expect(() => jobs.begin('shop', { verb: 'down', volumes: false })).toThrow(/already \(up\)/);
    jobs.begin('shop', { verb: 'watch' });
    jobs.begin('blog', up);
    await jobs.close();
    const list = await until(jobs, (all) => all.every(({ state }) => state.kind !== 'running'));
    // A watch that is ended has done what it should.
    expect(list.map(({ task, state }) => `${task.verb} ${state.kind}`)).toEqual([
      'up cancelled',
      'watch done',
      'up cancelled',
    ]);
  });

  it('says that it is ending until it has ended', async () => {
    let end: () => void = () => undefined;
    const jobs = work(
      () =>
        new Promise((resolve) => {
          end = resolve;
        }),
    );
    const id = jobs.begin('shop', up);
    jobs.cancel(id);
    await until(jobs, ([job]) => job?.state.kind === 'running' && job.state.isEnding);
    end();
    await until(jobs, ([job]) => job?.state.kind === 'cancelled');
  });

  it('keeps no more than the last lines', async () => {
    const jobs = work(async (_, __, tell) => {
      for (let index = 0; index < 2_500; index += 1) tell({ kind: 'output', text: `${index}` });
    });
    const id = jobs.begin('shop', up);
    await until(jobs, ([job]) => job?.lines === 2_500);
    const pieces: string[] = [];
    for await (const lines of jobs.output(id, abortAfter(5_000))) pieces.push(...lines);
    expect(pieces).toHaveLength(2_000);
    expect(pieces.at(-1)).toBe('2499');
  });

  it('keeps the beginning of a line that goes on and on', async () => {
    const jobs = work(async (_, __, tell) => tell({ kind: 'output', text: 'x'.repeat(1_000_000) }));
    const id = jobs.begin('shop', up);
    const pieces: string[] = [];
    for await (const lines of jobs.output(id, abortAfter(5_000))) pieces.push(...lines);
    expect(pieces.map(({ length }) => length)).toEqual([16_384]);
  });

  it('refuses the output of what is not known', async () => {
    const jobs = work(async () => undefined);
    await expect(jobs.output('x', abortAfter(1_000))[Symbol.asyncIterator]().next()).rejects.toThrow(
      /not kept/,
    );
  });
});
