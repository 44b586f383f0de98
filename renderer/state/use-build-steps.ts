import { useEffect, useState } from 'react';
import type { BuildNews, BuildStep, BuildWarning } from '../../main/contract/builds.ts';
import { type Failure, toFailure } from '../../main/contract/errors.ts';
import { readStream } from '../read-stream.ts';

/** Letters of a step's output that are shown, the last ones: what is longer takes too long to lay out. */
const longestOutput = 65_536;

/** What a step has written: the end of it. */
export interface StepOutput {
  readonly text: string;
  /** There was more before. */
  readonly isCut: boolean;
}

/** The steps of a build, as far as they are known. */
export interface BuildSteps {
  readonly steps: readonly BuildStep[];
  readonly output: ReadonlyMap<string, StepOutput>;
  readonly warnings: readonly BuildWarning[];
  /** All that there is has come. */
  readonly isWhole: boolean;
  readonly failure: Failure | null;
}

const nothing: BuildSteps = {
  ...{ steps: [], output: new Map(), warnings: [] },
  ...{ isWhole: false, failure: null },
};

/** Reads the steps of a build for as long as they are looked at. */
export function useBuildSteps(id: string): BuildSteps {
  const [known, setKnown] = useState(nothing);
  useEffect(() => {
    const closed = new AbortController();
    setKnown(nothing);
    const read = async () => {
      try {
        for await (const news of readStream('builds.steps', { id }, closed.signal))
          setKnown((before) => withNews(before, news));
        if (!closed.signal.aborted) setKnown((before) => ({ ...before, isWhole: true }));
      } catch (error) {
        setKnown((before) => ({ ...before, isWhole: true, failure: toFailure(error) }));
      }
    };
    void read();
    return () => closed.abort();
  }, [id]);
  return known;
}

/** Adds what is new. */
export function withNews(known: BuildSteps, news: BuildNews): BuildSteps {
  const changed = new Map(news.steps.map((step) => [step.id, step]));
  const ids = new Set(known.steps.map((step) => step.id));
  const output = new Map(known.output);
  for (const { step, text, isCut } of news.output) {
    const before = isCut ? undefined : output.get(step);
    const all = (before?.text ?? '') + text;
    const kept = all.slice(-longestOutput);
    output.set(step, { text: kept, isCut: isCut || before?.isCut === true || kept.length < all.length });
  }
  return {
    ...known,
    steps: [
      ...known.steps.map((step) => changed.get(step.id) ?? step),
      ...news.steps.filter((step) => !ids.has(step.id)),
    ],
    output: news.output.length === 0 ? known.output : output,
    warnings: news.warnings ?? known.warnings,
  };
}
