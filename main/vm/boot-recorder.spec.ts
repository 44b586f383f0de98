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
    const pass = (milliseconds: number, act: () => void) => {
      time += milliseconds;
      act();
    };
    const times = () =>
      Object.fromEntries(recorder.boot().stages.map((stage) => [stage.name, stage.durationMs]));
    return { recorder, pass, times };
  };

  it('gives each stage the time since the one before', () => {
    const { recorder, pass, times } = scripted();
    recorder.begin('checks');
    pass(10, () => recorder.begin('qemu'));
    pass(20, () => recorder.begin('kernel'));
    pass(30, () => recorder.done('kernel'));
    pass(40, () => recorder.done('modules'));
    pass(5, () => undefined);
    expect(times()).toEqual({ checks: 10, qemu: 20, kernel: 30, modules: 40, root: null });
  });

  it('counts no time twice when a report of the guest comes after the engine has answered', () => {
    const { recorder, pass, times } = scripted();
    recorder.begin('kernel');
    for (const stage of ['kernel', 'modules', 'root', 'disk', 'network', 'containerd']) {
      pass(10, () => recorder.done(stage));
    }
    pass(100, () => recorder.done('ping'));
    pass(1, () => recorder.begin('images'));
    pass(1, () => recorder.done('engine'));
    pass(1, () => recorder.done('ready'));
    pass(20, () => recorder.finish());
    expect(times()).toMatchObject({ engine: 100, ping: 0, ready: 0, images: 22 });
    const total = Object.values(times()).reduce((sum: number, time) => sum + (time ?? 0), 0);
    expect(recorder.boot().durationMs).toBe(total + 1);
  });
});
