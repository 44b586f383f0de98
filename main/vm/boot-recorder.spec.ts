import { describe, expect, it } from 'vitest';
import { bootStages, stageTitles } from '../contract/status.ts';
import { recordBoot } from './boot-recorder.ts';

function clock() {
  let now = 1_000;
  return {
    now: () => now,
    pass(milliseconds: number) {
      now += milliseconds;
    },
  };
}

const unknown = () => null;

describe('recordBoot', () => {
  it('keeps each stage with its time, and tells the one under way', () => {
    const { now, pass } = clock();
    const recorder = recordBoot('cold', now, (stage) => (stage === 'qemu' ? 200 : null));
    recorder.begin('checks');
    pass(10);
    recorder.begin('qemu');
    pass(20);
    expect(recorder.boot()).toEqual({
      kind: 'cold',
      startedAt: 1_000,
      durationMs: null,
      stages: [
        { name: 'checks', startedAt: 1_000, durationMs: 10, usualMs: null },
        { name: 'qemu', startedAt: 1_010, durationMs: null, usualMs: 200 },
      ],
    });
  });

  it('goes on to the next stage in order when one is reported done', () => {
    const { now, pass } = clock();
    const recorder = recordBoot('cold', now, unknown);
    recorder.begin('kernel');
    pass(4);
    recorder.done('kernel');
    pass(2);
    recorder.done('modules');
    expect(recorder.boot().stages.map(({ name, durationMs }) => [name, durationMs])).toEqual([
      ['kernel', 4],
      ['modules', 2],
      ['root', null],
    ]);
  });

  it('adds up to the whole, with nothing under way, when it is over', () => {
    const { now, pass } = clock();
    const recorder = recordBoot('cold', now, unknown);
    recorder.begin('checks');
    for (const stage of ['kernel', 'modules', 'root', 'disk', 'network', 'containerd', 'engine', 'ping']) {
      pass(3);
      recorder.done(stage);
    }
    recorder.finish();
    const { durationMs, stages } = recorder.boot();
    expect(durationMs).toBe(24);
    expect(stages.reduce((sum, stage) => sum + (stage.durationMs ?? Number.NaN), 0)).toBe(24);
  });

  it('ends a stage whose report is late with the next one that is heard of', () => {
    const { now, pass } = clock();
    const recorder = recordBoot('cold', now, unknown);
    recorder.begin('engine');
    pass(30);
    recorder.done('ping');
    pass(1);
    recorder.done('engine');
    recorder.finish();
    expect(recorder.boot().stages.map(({ name, durationMs }) => [name, durationMs])).toEqual([
      ['engine', 30],
      ['ping', 0],
    ]);
  });

  it('hears each report once, and nothing after the end', () => {
    const { now, pass } = clock();
    const recorder = recordBoot('cold', now, unknown);
    recorder.begin('kernel');
    pass(1);
    recorder.done('kernel');
    recorder.done('kernel');
    recorder.finish();
    const before = recorder.boot();
    pass(1);
    recorder.begin('root');
    recorder.done('root');
    recorder.finish();
    expect(recorder.boot()).toEqual(before);
    expect(before.stages.filter(({ name }) => name === 'kernel')).toHaveLength(1);
  });

  it('takes a stage it has never heard of, as a newer guest may report', () => {
    const { now, pass } = clock();
    const recorder = recordBoot('cold', now, unknown);
    recorder.begin('disk');
    pass(5);
    recorder.done('quantum');
    pass(5);
    recorder.done('disk');
    expect(recorder.boot().stages.map(({ name, durationMs }) => [name, durationMs])).toEqual([
      ['quantum', 0],
      ['disk', 10],
      ['containerd', null],
    ]);
  });

  it('takes back a stage that seemed to follow when another one begins', () => {
    const { now, pass } = clock();
    const recorder = recordBoot('cold', now, unknown);
    recorder.begin('network');
    pass(1);
    recorder.done('network');
    pass(2);
    recorder.begin('template');
    pass(3);
    recorder.begin('disk');
    pass(4);
    recorder.done('disk');
    expect(recorder.boot().stages.map(({ name, durationMs }) => [name, durationMs])).toEqual([
      ['network', 1],
      ['template', 5],
      ['disk', 4],
      ['containerd', null],
    ]);
  });

  it('leaves stages aside that are not begun by the one before them', () => {
    const { now, pass } = clock();
    const recorder = recordBoot('cold', now, unknown);
    recorder.begin('engine');
    pass(3);
    recorder.done('engine');
    expect(recorder.boot().stages.at(-1)).toMatchObject({ name: 'ping', durationMs: null });
    recorder.done('ready');
    expect(recorder.boot().stages.map(({ name }) => name)).toEqual(['engine', 'ready', 'ping']);
    recorder.done('ping');
    expect(recorder.boot().stages.every(({ durationMs }) => durationMs !== null)).toBe(true);
  });
});

describe('stageTitles', () => {
  it('knows no stage that is a name of every object', () => {
    expect(stageTitles.constructor).toBeUndefined();
    expect(Object.keys(stageTitles)).toEqual(bootStages.map(({ name }) => name));
  });
});
