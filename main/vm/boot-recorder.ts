import { type Boot, type BootStage, bootStages } from '../contract/status.ts';

/** Stages in turn; the one after the last finished is taken to be under way. */
const stageOrder = bootStages.filter(({ aside }) => !aside).map(({ name }) => name);

/** Median milliseconds that a stage takes in a start of a kind; null when it is not known. */
export type UsualTime = (stage: string, kind: Boot['kind']) => number | null;

/** Keeps the times of one start. */
export interface BootRecorder {
  /** The start turns out to be of another kind. */
  become(kind: Boot['kind']): void;
  /**
   * The named stage begins now; one that was under way ends now. One that was only taken to be under way, since the one
   * before it had ended, has not begun yet: its time is the named one's.
   */
  begin(stage: string): void;
  /** The named stage has just ended; the next in order is under way. */
  done(stage: string): void;
  /** The start is over: the engine answered. Later calls of anything change nothing. */
  finish(): void;
  boot(): Boot;
}

/** Begins the record of a start. `now` gives milliseconds since 1970. */
export function recordBoot(firstKind: Boot['kind'], now: () => number, usual: UsualTime): BootRecorder {
  const startedAt = now();
  let kind = firstKind;
  const finished: BootStage[] = [];
  let current: { readonly name: string; readonly startedAt: number; readonly isGuess: boolean } | null = null;
  let durationMs: number | null = null;

  const close = (name: string, from: number) => {
    const at = now();
    const before = finished.findIndex((one) => one.name === name);
    const earlier = finished[before];
    // A stage that was interrupted (memory was saved in its midst) has taken both its parts.
    const startedBefore = earlier?.startedAt ?? from;
    const durationBefore = earlier?.durationMs ?? 0;
    const stage = {
      name,
      startedAt: startedBefore,
      durationMs: durationBefore + at - from,
      usualMs: usual(name, kind),
    };
    if (earlier === undefined) finished.push(stage);
    else finished[before] = stage;
    return at;
  };

  return {
    become(next) {
      kind = next;
    },
    begin(stage) {
      if (durationMs !== null || current?.name === stage) return;
      const startedAt = current?.isGuess ? current.startedAt : now();
      if (current !== null && !current.isGuess) close(current.name, current.startedAt);
      current = { name: stage, startedAt, isGuess: false };
    },
    done(stage) {
      if (durationMs !== null || (current?.name !== stage && finished.some((one) => one.name === stage)))
        return;
      const place = stageOrder.indexOf(stage);
      if (current !== null && current.name !== stage && stageOrder.indexOf(current.name) < place) {
        // The report of the one under way is late (the console is slower than the socket): it must have ended too.
        const underWay = stageOrder.includes(current.name);
        if (underWay)
          current = { name: stage, startedAt: close(current.name, current.startedAt), isGuess: true };
      }
      // What was not under way, such as the guest's closing word, takes no time from what is.
      const at = close(stage, current?.name === stage ? current.startedAt : now());
      if (current !== null && current.name !== stage) return;
      const next = stageOrder[place + 1];
      current = place === -1 || next === undefined ? null : { name: next, startedAt: at, isGuess: true };
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
                usualMs: usual(current.name, kind),
              },
            ];
      return { kind, startedAt, durationMs, stages: [...finished, ...underWay] };
    },
  };
}
