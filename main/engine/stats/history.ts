import type { UsageSample } from '../../contract/engine/stats.ts';

/** Milliseconds for which samples are kept. */
export const keptMs = 3_600_000;

/** Milliseconds between two samples that are kept for the whole hour. */
const coarseMs = 10_000;

/** Milliseconds for which every sample is kept. */
const fineMs = 300_000;

/** Takes a sample in: all of the last five minutes are kept, before that one each ten seconds, and nothing after an hour. */
export function withSample(samples: readonly UsageSample[], sample: UsageSample): readonly UsageSample[] {
  const kept: UsageSample[] = [];
  for (const old of samples) {
    const age = sample.at - old.at;
    const last = kept.at(-1);
    if (age > keptMs) continue;
    if (age > fineMs && last !== undefined && old.at - last.at < coarseMs) continue;
    kept.push(old);
  }
  kept.push(sample);
  return kept;
}

/** What is worth keeping of samples after a while: none that is older than an hour, and one each ten seconds. */
export function thinned(samples: readonly UsageSample[], now: number): readonly UsageSample[] {
  const kept: UsageSample[] = [];
  for (const sample of samples) {
    const last = kept.at(-1);
    if (now - sample.at > keptMs || (last !== undefined && sample.at - last.at < coarseMs)) continue;
    kept.push(sample);
  }
  return kept;
}
