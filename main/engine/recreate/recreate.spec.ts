import { beforeEach, describe, expect, it } from 'vitest';
import { containerOptions } from '../../contract/engine/container-options.ts';
import type { RecreateNews } from '../../contract/engine/recreate.ts';
import { FakeEngine } from './fake-engine.ts';
import { exchangeOf, goBack } from './go-back.ts';
import { recreate } from './recreate.ts';
import { createRecreations } from './recreations.ts';

const now = Date.UTC(2026, 0, 31, 9, 5);
const stamp = '20260131-090500';
const steps = [
  `create web-next-${stamp}`,
  'stop old',
  `rename old web-before-${stamp}`,
  'rename new web',
  'start new',
];
const labels = { 'dev.slipway.replaces': 'old', 'dev.slipway.replaces-state': 'running' };
let engine: FakeEngine;
let signal: AbortController;
/** What was waited for, in milliseconds. */
let waited: number;

beforeEach(() => {
  engine = new FakeEngine();
  engine.add('old', 'web');
  signal = new AbortController();
  waited = 0;
});

/** Takes no time. */
async function waitNot(_: number, until: AbortSignal): Promise<void> {
  until.throwIfAborted();
}

async function run(onWait: () => void = () => undefined): Promise<RecreateNews> {
  return recreate(
    engine,
    {
      old: await engine.inspect('old'),
      body: { Labels: labels },
      now,
      report: () => undefined,
      wait: async (milliseconds, until) => {
        waited += milliseconds;
        onWait();
        until.throwIfAborted();
      },
    },
    signal.signal,
  );
}

describe('making a container anew', () => {
  it('makes the new one first, and keeps the old one stopped beside it', async () => {
    expect(await run()).toEqual({
      kind: 'done',
      id: 'new',
      oldName: `web-before-${stamp}`,
      isHealthy: null,
    });
    expect(engine.done).toEqual(steps);
    expect(engine.state).toEqual(['web*', `web-before-${stamp}`]);
    expect(waited).toBe(5_000);
  });

  it('starts nothing when the old one did not run', async () => {
    engine.add('old', 'web', { running: false });
    expect(await run()).toMatchObject({ kind: 'done' });
    expect(engine.state).toEqual(['web', `web-before-${stamp}`]);
  });

  it('has changed nothing when the new one cannot be made', async () => {
    engine.failing.add(steps[0] ?? '');
    await expect(run()).rejects.toThrow('could not create');
    expect(engine.state).toEqual(['web*']);
  });

  it.each(steps.slice(1))('goes back when it cannot %s', async (step) => {
    engine.failing.add(step);
    expect(await run()).toMatchObject({
      kind: 'back',
      failure: { message: `could not ${step}`, detail: 'the last line' },
    });
    expect(engine.state).toEqual(['web*']);
  });

  it('goes back when the new one ends with an error, and says what it said last', async () => {
    engine.onStart = (container) => {
      if (!container.body.Labels) return;
      container.running = false;
      container.exitCode = 3;
    };
    expect(await run()).toMatchObject({
      kind: 'back',
      failure: { message: expect.stringContaining('exit code 3'), detail: 'the last line' },
    });
    expect(engine.state).toEqual(['web*']);
  });

  it('takes one that ends without an error for done', async () => {
    engine.onStart = (container) => {
      container.running = false;
    };
    expect(await run()).toMatchObject({ kind: 'done', isHealthy: null });
  });

  it('waits until it is healthy, and says when it is not', async () => {
    engine.onStart = (container) => {
      container.health = 'starting';
    };
    expect(
      await run(() => {
        const container = engine.containers.get('new');
        if (container !== undefined && waited > 20_000) container.health = 'healthy';
      }),
    ).toMatchObject({ kind: 'done', isHealthy: true });
    expect(waited).toBeGreaterThan(20_000);
  });

  it.each(['unhealthy', 'starting'])('leaves the choice to its user when it stays %s', async (health) => {
    engine.onStart = (container) => {
      container.health = health;
    };
    expect(await run()).toMatchObject({ kind: 'done', isHealthy: false });
    expect(engine.state).toEqual(['web*', `web-before-${stamp}`]);
    // Three times 30 s and 30 s to answer, the engine's own numbers.
    expect(waited).toBe(health === 'unhealthy' ? 5_000 : 190_000);
  });

  it.each(['create', 'stop', 'swap', 'start', 'watch'] as const)(
    'goes back when it is cancelled at "%s", once the engine is done with what it was asked for',
    async (at) => {
      engine.slowly = true;
      const old = await engine.inspect('old');
      const told: string[] = [];
      const report = (step: string) => {
        told.push(step);
        if (step === at) signal.abort();
      };
      const options = { old, body: { Labels: labels }, now, report, wait: waitNot };
      expect(await recreate(engine, options, signal.signal)).toMatchObject({
        kind: 'back',
        isBack: true,
        failure: { code: 'aborted' },
      });
      expect(told.at(-1)).toBe('back');
      expect(engine.state).toEqual(['web*']);
    },
  );

  it('has changed nothing when it is cancelled before', async () => {
    signal.abort();
    await expect(run()).rejects.toThrow();
    expect(engine.done).toEqual([]);
  });

  it('waits for a stop that is late before it starts the old one again', async () => {
    engine.failing.add('stop old');
    expect(await run()).toMatchObject({ kind: 'back', isBack: true });
    expect(engine.done.slice(1)).toEqual(['stop old', 'stop old', 'start old', 'remove new with volumes']);
    expect(engine.state).toEqual(['web*']);
  });

  it('goes back when it is cancelled while it is watched', async () => {
    expect(await run(() => signal.abort())).toMatchObject({ kind: 'back', failure: { code: 'aborted' } });
    expect(engine.state).toEqual(['web*']);
  });
});

describe('going back', () => {
  const back = async () => goBack(engine, await exchangeOf(engine, 'new', now, signal.signal), signal.signal);

  it.each([
    ['after it is done', () => undefined],
    [
      'before the exchange',
      () => {
        for (const [id, each] of engine.containers) each.name = id === 'old' ? 'web' : `web-next-${stamp}`;
      },
    ],
    [
      'in the midst of it',
      () => Object.assign(engine.containers.get('new') ?? {}, { name: `web-next-${stamp}`, running: false }),
    ],
    [
      'a second time',
      () =>
        Object.assign(engine.containers.get('new') ?? {}, { name: `web-undone-${stamp}`, running: false }),
    ],
  ])('is possible %s, however long ago that was', async (_, change) => {
    engine.add('old', `web-before-${stamp}`, { running: false });
    engine.add('new', 'web', { body: { Labels: labels } });
    change();
    await back();
    expect(engine.state).toEqual(['web*']);
  });

  it('starts nothing that did not run', async () => {
    engine.add('old', `web-before-${stamp}`, { running: false });
    engine.add('new', 'web', {
      running: false,
      body: { Labels: { ...labels, 'dev.slipway.replaces-state': 'stopped' } },
    });
    await back();
    expect(engine.state).toEqual(['web']);
  });

  it('puts the new one back when the old one does not start', async () => {
    engine.add('old', `web-before-${stamp}`, { running: false });
    engine.add('new', 'web', { body: { Labels: labels } });
    engine.failing.add('start old');
    await expect(back()).rejects.toMatchObject({
      message: 'Could not go back: could not start old',
      hint: 'The new container runs again in its place.',
    });
    expect(engine.state).toEqual(['web*', `web-before-${stamp}`]);
  });

  it('says when neither of the two runs', async () => {
    engine.add('old', `web-before-${stamp}`, { running: false });
    engine.add('new', 'web', { body: { Labels: labels } });
    engine.failing.add('start old').add('start new');
    await expect(back()).rejects.toThrow('Neither the old nor the new container web runs');
  });

  it.each([
    ['was run from an image of the new one', 'other'],
    ['has made room for a third one itself', `web-before-20260201-100000`],
  ])('is refused for a container that %s', async (_, name) => {
    engine.add('old', `web-before-${stamp}`, { running: false });
    engine.add('new', name, { body: { Labels: labels } });
    await expect(back()).rejects.toMatchObject({ code: 'not-found' });
    expect(engine.done).toEqual([]);
  });

  it('is refused for a container that replaces none', async () => {
    await expect(exchangeOf(engine, 'old', now, signal.signal)).rejects.toThrow(
      'takes the place of no other',
    );
  });
});

describe('the jobs', () => {
  const options = containerOptions.parse({ image: 'a' });

  it('go on when nobody follows, one at a time for each container', async () => {
    const jobs = createRecreations(engine, () => now);
    const left = new AbortController();
    const first = jobs.run('old', options, left.signal);
    expect(await first.next()).toMatchObject({ value: { kind: 'step', step: 'create' } });
    await expect(jobs.run('old', options, left.signal).next()).rejects.toMatchObject({ code: 'busy' });
    left.abort();
    await expect.poll(() => engine.done).toEqual(steps);
    jobs.cancel('old');
    await expect.poll(() => engine.state).toEqual(['web*']);
  });

  it('refuse a container that could not be kept', async () => {
    engine.add('old', 'web', { body: { HostConfig: { AutoRemove: true } } });
    const job = createRecreations(engine, () => now).run('old', options, signal.signal);
    await expect(job.next()).rejects.toThrow('removes itself when it ends');
    expect(engine.done).toEqual([]);
  });

  it('do not remove an old one that has not made room', async () => {
    engine.add('new', `web-next-${stamp}`, { running: false, body: { Labels: labels } });
    await expect(createRecreations(engine, () => now).keep('new')).rejects.toMatchObject({ code: 'busy' });
    expect(engine.state).toEqual(['web*', `web-next-${stamp}`]);
  });

  it('have all come back once they are closed', async () => {
    engine.slowly = true;
    const jobs = createRecreations(engine, () => now);
    await jobs.run('old', options, signal.signal).next();
    await jobs.close();
    expect(engine.state).toEqual(['web*']);
  });

  it('keep the new one by removing the old one, but none of its volumes', async () => {
    engine.add('old', `web-before-${stamp}`, { running: false });
    engine.add('new', 'web', { body: { Labels: labels } });
    await createRecreations(engine, () => now).keep('new');
    expect(engine.done).toEqual(['remove old']);
  });
});
