import type { EngineApi } from './engine-api.ts';

/** Milliseconds between two handfuls of events. */
const handfulEveryMs = 50;

/** Containers whose names are changed to and fro. */
const renamed = 100;

/**
 * Makes events of containers for a time by renaming `many-0` and on, as fast as asked or as the engine can; answers how many
 * it made a second. The names are as before at the end.
 */
export async function raiseStorm(
  api: EngineApi,
  { perSecond, milliseconds }: { readonly perSecond: number; readonly milliseconds: number },
): Promise<number> {
  const began = performance.now();
  const due = () => Math.floor(((performance.now() - began) / 1_000) * perSecond);
  const rename = (index: number) => {
    const number = index % renamed;
    const [from, to] = Math.floor(index / renamed) % 2 === 0 ? ['many', 'stormy'] : ['stormy', 'many'];
    return api.ask('POST', `/containers/${from}-${number}/rename?name=${to}-${number}`);
  };
  let made = 0;
  while (performance.now() - began < milliseconds) {
    const count = Math.min(due() - made, renamed);
    const first = made;
    await api.many(count, (index) => rename(first + index));
    made += count;
    await new Promise((resolve) => setTimeout(resolve, handfulEveryMs));
  }
  const rate = made / ((performance.now() - began) / 1_000);
  const rest = made % (2 * renamed);
  if (rest > 0) {
    const first = made;
    const count = 2 * renamed - rest;
    for (let index = 0; index < count; index += renamed)
      await api.many(Math.min(renamed, count - index), (one) => rename(first + index + one));
  }
  return rate;
}
