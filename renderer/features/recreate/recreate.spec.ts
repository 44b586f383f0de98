import { describe, expect, it } from 'vitest';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { emptyRows, emptyRunForm } from '../../state/run-form.ts';
import { comparedOptions, differences, uncompared } from './differences.ts';
import { pairOf } from './pairs.ts';

describe('differences', () => {
  const before = {
    ...emptyRunForm,
    image: 'nginx:1',
    environment: [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ],
    ports: [{ ...emptyRows.ports, host: '80', container: '80' }],
  };

  it('are none between a form and itself', () => {
    expect(differences(before, { ...before, ports: [...before.ports, emptyRows.ports] })).toEqual([]);
  });

  it('name what goes and what comes, and nothing that stays', () => {
    const after = {
      ...before,
      image: 'nginx:2',
      environment: [
        { name: 'A', value: '1' },
        { name: 'B', value: '3' },
      ],
      ports: [],
      tty: true,
      restart: 'on-failure' as const,
      retries: '3',
    };
    expect(differences(before, after)).toEqual([
      { title: 'Image', before: ['nginx:1'], after: ['nginx:2'] },
      { title: 'Ports', before: ['80:80'], after: [] },
      { title: 'Environment', before: ['B=2'], after: ['B=3'] },
      { title: 'Start again', before: ['no'], after: ['on-failure:3'] },
      { title: 'With a terminal', before: ['off'], after: ['on'] },
    ]);
  });

  it('tell another order, and compare every option', () => {
    const after = { ...before, environment: before.environment.toReversed() };
    expect(differences(before, after)).toEqual([
      { title: 'Environment', before: ['A=1', 'B=2'], after: ['B=2', 'A=1'] },
    ]);
    expect(comparedOptions + uncompared.length).toBe(Object.keys(emptyRunForm).length);
  });
});

describe('pairOf', () => {
  const container = (id: string, name: string, replaces: string | null = null) =>
    ({ id, name, replaces }) as unknown as Container;
  const old = container('1', 'web-before-20260131-090500');
  const next = container('2', 'web', '1');

  it('finds the other one from either side, and none without', () => {
    for (const one of [old, next]) expect(pairOf(one, [old, next])).toEqual({ next, old, isHalfDone: false });
    expect(pairOf(next, [next])).toBeUndefined();
    expect(pairOf(container('3', 'db'), [old, next])).toBeUndefined();
  });

  it('tells an exchange that was not brought to its end', () => {
    const early = container('2', 'web-next-20260131-090500', '1');
    expect(pairOf(early, [container('1', 'web'), early])?.isHalfDone).toBe(true);
  });

  it('tells the last two of three that took the place of each other', () => {
    const second = container('2', 'web-before-20260201-100000', '1');
    const third = container('3', 'web', '2');
    const all = [old, second, third];
    for (const one of [second, third])
      expect(pairOf(one, all)).toEqual({ next: third, old: second, isHalfDone: false });
    expect(pairOf(old, all)).toBeUndefined();
  });

  it('makes no pair of a container that has the label by its image alone', () => {
    expect(pairOf(container('3', 'other', '1'), [old, container('3', 'other', '1')])).toBeUndefined();
  });
});
