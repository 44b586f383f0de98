import { describe, expect, it } from 'vitest';
import { keepSame } from './keep-same.ts';

interface Thing {
  readonly id: string;
  readonly ports: readonly number[];
}

const idOf = ({ id }: Thing) => id;
const web: Thing = { id: 'web', ports: [80, 443] };
const db: Thing = { id: 'db', ports: [5432] };

describe('keepSame', () => {
  it('answers the old list when nothing has changed', () => {
    const before = [web, db];
    expect(keepSame(before, structuredClone(before), idOf)).toBe(before);
  });

  it('keeps the objects that are as they were, and takes the others', () => {
    const moved = { ...db, ports: [5433] };
    const after = keepSame([web, db], [moved, structuredClone(web)], idOf);
    expect(after[0]).toBe(moved);
    expect(after[1]).toBe(web);
  });

  it('takes a new order for a change', () => {
    const before = [web, db];
    const after = keepSame(before, structuredClone([db, web]), idOf);
    expect(after).not.toBe(before);
    expect(after).toEqual([db, web]);
  });

  it('leaves out what is gone and takes what is new', () => {
    const cache: Thing = { id: 'cache', ports: [] };
    expect(keepSame([web, db], structuredClone([web, cache]), idOf)).toEqual([web, cache]);
    expect(keepSame([web, db], [structuredClone(web)], idOf)[0]).toBe(web);
  });
});
