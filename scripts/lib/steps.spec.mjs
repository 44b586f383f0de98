import { describe, expect, it } from 'vitest';
import { StepError } from './step-error.mjs';
import { explain, runSteps, stepsFor, undoneSteps } from './steps.mjs';

const quietProgress = {
  note: () => undefined,
  stop: () => undefined,
  start: () => ({ detail: () => undefined, done: () => 5, failed: () => 5, stopped: () => 5 }),
};
const { signal } = new AbortController();

/**
 * @param {string} name
 * @param {Partial<import('./steps.mjs').Step>} [rest]
 * @returns {import('./steps.mjs').Step}
 */
function step(name, rest = {}) {
  return { name, neededFor: ['start'], check: async () => false, run: async () => undefined, ...rest };
}

describe('stepsFor', () => {
  it('takes what the command needs and what that builds on, in order', () => {
    const steps = [
      step('compile', { after: ['packages'] }),
      step('browser', { neededFor: ['test'] }),
      step('packages', { neededFor: [] }),
      step('image'),
    ];
    expect(stepsFor(steps, 'start').map(({ name }) => name)).toEqual(['packages', 'compile', 'image']);
  });

  it('refuses a circle and an unknown name', () => {
    expect(() => stepsFor([step('a', { after: ['b'] }), step('b', { after: ['a'] })], 'start')).toThrow(
      'waits for itself',
    );
    expect(() => stepsFor([step('a', { after: ['nothing'] })], 'start')).toThrow('"nothing"');
  });
});

describe('undoneSteps', () => {
  it('leaves out what is done', async () => {
    const steps = [step('a', { check: async () => true }), step('b')];
    expect((await undoneSteps(steps)).map(({ name }) => name)).toEqual(['b']);
  });
});

describe('runSteps', () => {
  it('runs two at once, and each only after what it needs', async () => {
    /** @type {string[]} */
    const events = [];
    let atOnce = 0;
    let most = 0;
    const run = (/** @type {string} */ name) => async () => {
      most = Math.max(most, ++atOnce);
      events.push(`begin ${name}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      events.push(`end ${name}`);
      atOnce -= 1;
    };
    const names = ['a', 'b', 'c', 'd'];
    const steps = names.map((name) =>
      step(name, { run: run(name), after: name === 'd' ? ['a', 'gone'] : [] }),
    );
    const timings = await runSteps(steps, quietProgress, signal);
    expect(most).toBe(2);
    expect(events.indexOf('begin d')).toBeGreaterThan(events.indexOf('end a'));
    expect(timings.map(({ name }) => name).sort()).toEqual(names);
    expect(timings[0]?.durationMs).toBe(5);
  });

  it('stops the others when one fails, starts nothing more, and throws the first reason', async () => {
    let stopped = false;
    const steps = [
      step('bad', { run: () => Promise.reject(new Error('no space left')) }),
      step('slow', {
        run: (context) =>
          new Promise((_, reject) => {
            context.signal.addEventListener('abort', () => {
              stopped = true;
              reject(context.signal.reason);
            });
          }),
      }),
      step('never', { run: () => Promise.reject(new Error('must not run')) }),
    ];
    const failure = await runSteps(steps, quietProgress, signal).catch((error) => error);
    expect(failure).toBeInstanceOf(StepError);
    expect(failure.message).toBe('bad failed: no space left');
    expect(stopped).toBe(true);
  });

  it('ends with the reason it was stopped for', async () => {
    const controller = new AbortController();
    const reason = new Error('interrupted');
    const waits = step('waits', {
      run: (context) =>
        new Promise((_, reject) =>
          context.signal.addEventListener('abort', () => reject(new Error('AbortError'))),
        ),
    });
    const running = runSteps([waits, step('later', { after: ['waits'] })], quietProgress, controller.signal);
    controller.abort(reason);
    await expect(running).rejects.toBe(reason);
  });
});

describe('explain', () => {
  it('makes one line of the reason and one of what to try', () => {
    const error = explain(
      'VM image',
      new Error('apt failed:\n  E: no such suite\nSee whether the mirror has that suite.'),
    );
    expect(error.message).toBe('VM image failed: apt failed: E: no such suite');
    expect(error.hint).toBe('See whether the mirror has that suite.');
  });

  it('knows what to try when the system refuses', () => {
    const error = explain('VM image', Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' }));
    expect(error.hint).toContain('Make room');
  });

  it('keeps stack traces and endless output out', () => {
    const error = explain(
      'App',
      new Error(`no such entry\n    at build (file.js:1:2)\n${'x'.repeat(5_000)}\nTry again.`),
    );
    expect(error.message).toMatch(/^App failed: no such entry x+…$/);
    expect(error.message.length).toBeLessThan(400);
  });
});
