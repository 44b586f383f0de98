import { describe, expect, it } from 'vitest';
import { findEntries } from './find-entries.ts';

const entries = [
  { title: 'Containers', words: 'go to view' },
  { title: 'shop-web-1', words: 'nginx:1.27 shop web' },
  { title: 'shop-web-1: Stop', words: 'nginx:1.27 shop web' },
  { title: 'shop-web-1: Restart', words: 'nginx:1.27 shop web' },
  { title: 'shop-api-1', words: 'shop/api:2 shop api' },
  { title: 'shop-api-1: Stop', words: 'shop/api:2 shop api' },
];

const titles = (typed: string, most = 50) =>
  findEntries(entries, typed, most).map(({ entry: { title } }) => title);

describe('findEntries', () => {
  it('has everything in its own order where nothing is typed, up to the limit', () => {
    expect(titles('  ')).toEqual(entries.map(({ title }) => title));
    expect(titles('', 2)).toEqual(['Containers', 'shop-web-1']);
  });

  it('finds words in any order, and the object before what can be done to it', () => {
    expect(titles('stop web')).toEqual(['shop-web-1: Stop']);
    expect(titles('web stop')).toEqual(['shop-web-1: Stop']);
    expect(titles('web')[0]).toBe('shop-web-1');
  });

  it('finds by what is not shown', () => {
    expect(titles('nginx')[0]).toBe('shop-web-1');
    expect(titles('nginx restart')).toEqual(['shop-web-1: Restart']);
  });

  it('finds nothing where a word is nowhere', () => {
    expect(titles('web penguin')).toEqual([]);
    expect(titles('((')).toEqual([]);
  });

  it('marks what was found in the title, and nothing beyond it', () => {
    const [found] = findEntries(entries, 'web rest', 1);
    const title = found?.entry.title ?? '';
    expect(found?.marks.map(([from, to]) => title.slice(from, to))).toEqual(['web', 'Rest']);
    expect(findEntries(entries, 'nginx', 1)[0]?.marks).toEqual([]);
  });

  it('looks through ten thousand in one go', () => {
    const many = Array.from({ length: 10_000 }, (_, number) => ({
      title: `container-${number}: Stop`,
      words: '',
    }));
    expect(findEntries(many, 'stop 9999', 5).map(({ entry }) => entry.title)).toEqual([
      'container-9999: Stop',
    ]);
  });
});
