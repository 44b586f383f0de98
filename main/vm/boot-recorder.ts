import type { Boot, BootStage } from '../contract/status.ts';

/** Stages in their order; the one after the last finished is taken to be under way. */
const stageOrder = [
  'checks',
  'accelerator',
  'qemu',
  'kernel',
  'modules',
  'root',
  'disk',
  'network',
  'containerd',
  'engine',
  'ping',
];

/** Median milliseconds that a stage takes; null when it is not known. */
export type UsualTime = (stage: string) => number | null;

/** Keeps the times of one start. */
export interface BootRecorder {
  /** The named stage begins now; one that was under way ends now. */
  begin(stage: string): void;
  /** The named stage has just ended; the next in order is under way. */
  done(stage: string): void;
  /** The start is over: the engine answered. Later calls of anything change nothing. */
  finish(): void;
  boot(): Boot;
}

/** Begins the record of a start. `now` gives milliseconds since 1970. */
export function recordBoot(kind: Boot['kind'], now: () => number, usual: UsualTime): BootRecorder {
  const startedAt = now();
  const finished: BootStage[] = [];
  let current: { readonly name: string; readonly startedAt: number } | null = null;
  let durationMs: number | null = null;

  const close = (name: string, from: number) => {
    const at = now();
    finished.push({ name, startedAt: from, durationMs: at - from, usualMs: usual(name) });
    return at;
  };

  return {
    begin(stage) {
      if (durationMs !== null || current?.name === stage) return;
      const at = current === null ? now() : close(current.name, current.startedAt);
      current = { name: stage, startedAt: at };
    },
    done(stage) {
      if (durationMs !== null || finished.some((one) => one.name === stage)) return;
      const at = close(stage, current?.startedAt ?? startedAt);
      const next = stageOrder.includes(stage) ? stageOrder[stageOrder.indexOf(stage) + 1] : current?.name;
      current = next === undefined ? null : { name: next, startedAt: at };
    },
    finish() {
      if (durationMs !== null) return;
      if (current !== null && current.name !== 'ready') close(current.name, current.startedAt);
      current = null;
      durationMs = now() - startedAt;
    },
    boot() {
      const underWay: BootStage[] =
        current === null
          ? []
          : [
              {
                name: current.name,
                startedAt: current.startedAt,
                durationMs: null,
                usualMs: usual(current.name),
              },
            ];
      return { kind, startedAt, durationMs, stages: [...finished, ...underWay] };
    },
  };
}
