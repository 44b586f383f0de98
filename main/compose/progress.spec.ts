import { describe, expect, it } from 'vitest';
import type { ComposeStep } from '../contract/compose.ts';
import { foldStep, readProgress } from './progress.ts';

describe('a line that Compose writes', () => {
  it('tells how far something is', () => {
    expect(readProgress('{"id":"Container shop-web-1","status":"Working","text":"Starting"}')).toEqual({
      kind: 'step',
      step: { name: 'Container shop-web-1', text: 'Starting', state: 'working', part: null },
    });
    const pulling = '{"id":"web","text":"Pulling","status":"Working","current":50,"total":200}';
    expect(readProgress(pulling)).toMatchObject({ step: { name: 'web', part: 0.25 } });
    expect(readProgress('{"id":"x","status":"Done","text":"Started"}')).toMatchObject({
      step: { state: 'done' },
    });
    expect(readProgress('{"id":"x","status":"Error","text":"Error"}')).toMatchObject({
      step: { state: 'failed' },
    });
  });

  it('leaves the layers of an image out', () => {
    const layer = '{"id":"a1b2","parent_id":"web","text":"Downloading","status":"Working"}';
    expect(readProgress(layer)).toEqual({ kind: 'nothing' });
  });

  it('tells warnings and errors of its logger, quotes and all', () => {
    const warning = 'time="2026-11-27T00:00:00Z" level=warning msg="The \\"TAG\\" variable is not set."';
    expect(readProgress(warning)).toEqual({ kind: 'warning', text: 'The "TAG" variable is not set.' });
    const json =
      '{"level":"warning","msg":"The \\"TAG\\" variable is not set.","time":"2026-11-27T00:00:00Z"}';
    expect(readProgress(json)).toEqual({ kind: 'warning', text: 'The "TAG" variable is not set.' });
    expect(readProgress('{"error":true,"message":"no such service: x"}')).toEqual({
      ...{ kind: 'error', text: 'no such service: x' },
    });
  });

  it('is output when it is nothing else, also what only looks like progress', () => {
    for (const line of ['#5 RUN make', '{', '{"id":5}', '[1]', ''])
      expect(readProgress(line)).toEqual({ kind: 'output', text: line });
  });
});

describe('the steps of a piece of work', () => {
  const step = (name: string, state: ComposeStep['state']): ComposeStep => ({
    name,
    text: '',
    state,
    part: null,
  });

  it('keep the order in which they were first named', () => {
    const first = foldStep(foldStep([], step('a', 'working')), step('b', 'working'));
    expect(foldStep(first, step('a', 'done'))).toEqual([step('a', 'done'), step('b', 'working')]);
  });

  it('lose what is done when there are a great many', () => {
    let steps: readonly ComposeStep[] = [step('slow', 'working')];
    for (let index = 0; index < 400; index += 1) steps = foldStep(steps, step(`done ${index}`, 'done'));
    expect(steps).toHaveLength(300);
    expect(steps[0]).toEqual(step('slow', 'working'));
    expect(steps.at(-1)?.name).toBe('done 399');
  });
});
