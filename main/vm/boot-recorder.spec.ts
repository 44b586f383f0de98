import { describe, expect, it } from 'vitest';
import { recordBoot } from './boot-recorder.ts';

describe('the record of a start', () => {
  const scripted = () => {
    let time = 1_000;
    const recorder = recordBoot(
      'cold',
      () => time,
      () => null,
    );
    const after = (milliseconds: number, act: () => void) => {
      time += milliseconds;
      act();
    };
    const times = () =>
      Object.fromEntries(recorder.boot().stages.map((stage) => [stage.name, stage.durationMs]));
    return { recorder, after, times };
  };

  it('gives each stage the time since the one before', () => {
    const { recorder, after, times } = scripted();
    recorder.begin('checks');
    after(10, () => recorder.begin('qemu'));
    after(20, () => recorder.begin('kernel'));
    after(30, () => recorder.done('kernel'));
    after(40, () => recorder.done('modules'));
    after(5, () => undefined);
    expect(times()).toEqual({ checks: 10, qemu: 20, kernel: 30, modules: 40, root: null });
  });

  it('counts no time twice when a report of the guest comes after the engine has answered', () => {
    const { recorder, after, times } = scripted();
    recorder.begin('kernel');
    for (const stage of ['kernel', 'modules', 'root', 'disk', 'network', 'containerd']) {
      after(10, () => recorder.done(stage));
    }
    after(100, () => recorder.done('ping'));
    after(1, () => recorder.begin('images'));
    after(1, () => recorder.done('engine'));
    after(1, () => recorder.done('ready'));
    after(20, () => recorder.finish());
    expect(times()).toMatchObject({ engine: 100, ping: 0, ready: 0, images: 22 });
    const total = Object.values(times()).reduce((sum: number, time) => sum + (time ?? 0), 0);
    expect(recorder.boot().durationMs).toBe(total + 1);
  });
});
