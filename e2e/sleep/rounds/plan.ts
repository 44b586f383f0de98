/** Who is killed in a round, and when; `none`: the VM sleeps and wakes undisturbed. */
export type Round =
  | { readonly moment: 'none' }
  | {
      readonly moment: 'running' | 'save' | 'asleep' | 'load';
      readonly victims: readonly ('host' | 'machine')[];
      /** How far into the moment, from 0 to 1. */
      readonly at: number;
    };

type Killed = Exclude<Round, { readonly moment: 'none' }>;

const moments = ['running', 'save', 'asleep', 'load'] as const satisfies readonly Killed['moment'][];
const victims = [['host'], ['machine'], ['host', 'machine']] as const satisfies readonly Killed['victims'][];

/** The last thing that happens to the VM: what is found after it was on the disk, and not in anybody's memory. */
const powerCut: Killed = { moment: 'running', victims: ['host', 'machine'], at: 1 };

/** So many rounds, every second of them with a kill at a random moment; the same for the same seed. The last is a kill of all. */
export function planRounds(count: number, seed: number): readonly Round[] {
  const random = randomFrom(seed);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
  const kill = (): Killed => {
    const moment = pick(moments);
    // While it sleeps there is no other process.
    return { moment, victims: moment === 'asleep' ? ['host'] : pick(victims), at: random() };
  };
  const kills = Math.max(0, Math.floor(count / 2) - 1);
  const rounds: Round[] = Array.from({ length: count - 1 }, (_, index) =>
    index < kills ? kill() : { moment: 'none' },
  );
  for (let index = rounds.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [rounds[index], rounds[other]] = [rounds[other] as Round, rounds[index] as Round];
  }
  return [...rounds, powerCut];
}

/** Numbers from 0 to 1, the same ones for the same seed: mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
