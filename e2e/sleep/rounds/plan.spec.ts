import { describe, expect, it } from 'vitest';
import { planRounds } from './plan.ts';

describe('planRounds', () => {
  it('kills in every second round, and everybody in the last', () => {
    for (const [count, kills] of [
      [4, 2],
      [50, 25],
    ] as const) {
      const rounds = planRounds(count, 7);
      expect(rounds).toHaveLength(count);
      expect(rounds.filter(({ moment }) => moment !== 'none')).toHaveLength(kills);
      expect(rounds.at(-1)).toEqual({ moment: 'running', victims: ['host', 'machine'], at: 1 });
    }
  });

  it('is the same for the same seed, and another for another', () => {
    expect(planRounds(50, 7)).toEqual(planRounds(50, 7));
    expect(planRounds(50, 7)).not.toEqual(planRounds(50, 8));
  });

  it('comes to every moment and every victim', () => {
    const rounds = planRounds(200, 1);
    expect(new Set(rounds.map(({ moment }) => moment))).toEqual(
      new Set(['none', 'running', 'save', 'asleep', 'load']),
    );
    const victims = rounds.flatMap((round) => (round.moment === 'none' ? [] : [round.victims.join()]));
    expect(new Set(victims)).toEqual(new Set(['host', 'machine', 'host,machine']));
  });
});
