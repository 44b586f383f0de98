import type { BuildNews } from '../../contract/builds.ts';

/** Letters of one step's output that are kept, the last ones, and of all steps of a build together. */
const longestOutput = 256 * 1_024;
const longestInAll = 4 * 1_024 * 1_024;

/** What the steps of a build write: the end of it, as far as there is room. */
export interface KeptOutput {
  /** Takes in what a step has written, in bytes of UTF-8 wherever they are cut. */
  add(step: string, data: Uint8Array): void;
  /** Answers at each call what was written since the call before. */
  reader(): () => BuildNews['output'];
}

interface Written {
  readonly decoder: TextDecoder;
  /** The last of it. */
  kept: string;
  /** Letters in all. */
  all: number;
}

/** Nothing written yet. */
export function keepOutput(): KeptOutput {
  const steps = new Map<string, Written>();
  let inAll = 0;

  const keep = (written: Written, text: string) => {
    inAll += text.length - written.kept.length;
    written.kept = text;
  };

  /** What was written first goes first. */
  const makeRoom = (own: Written) => {
    for (const written of steps.values()) {
      if (inAll <= longestInAll) return;
      if (written !== own) keep(written, '');
    }
  };

  return {
    add(step, data) {
      let written = steps.get(step);
      if (written === undefined) {
        written = { decoder: new TextDecoder(), kept: '', all: 0 };
        steps.set(step, written);
      }
      const text = written.decoder.decode(data, { stream: true });
      written.all += text.length;
      keep(written, (written.kept + text).slice(-longestOutput));
      makeRoom(written);
    },
    reader() {
      const read = new Map<string, number>();
      return () =>
        [...steps].flatMap(([step, { kept, all }]) => {
          const before = read.get(step) ?? 0;
          if (all === before) return [];
          read.set(step, all);
          const isCut = all - before > kept.length;
          return [{ step, isCut, text: isCut ? kept : kept.slice(kept.length - (all - before)) }];
        });
    },
  };
}
