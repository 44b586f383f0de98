import { describe, expect, it } from 'vitest';
import { placeIn } from './place.ts';

/** The place of a bar in a text. */
function place(text: string) {
  const at = text.indexOf('|');
  return placeIn(text.slice(0, at) + text.slice(at + 1), at);
}

describe('where the cursor stands in a YAML text', () => {
  it('is found by indentation', () => {
    expect(place('ser|')).toMatchObject({ path: [], kind: 'key', word: 'ser' });
    expect(place('services:\n  web:\n    im|')).toMatchObject({
      path: ['services', 'web'],
      kind: 'key',
      word: 'im',
    });
    expect(place('services:\n  web:\n    image: x\n\n    # why\n    re|\nvolumes:\n')).toMatchObject({
      path: ['services', 'web'],
      taken: ['image'],
    });
    expect(place('services:\n  web:\n    image: x\n  |')).toMatchObject({
      path: ['services'],
      taken: ['web'],
    });
    expect(place('services:\n  web:\n    image: x\nvo|')).toMatchObject({ path: [], taken: ['services'] });
  });

  it('is found at once below a line that is made to take long', () => {
    const line = `x${' '.repeat(300_000)}y`;
    expect(place(`services:\n  web:\n    ${line}\n    im|`)).toMatchObject({ path: ['services', 'web'] });
  });

  it('is a value after a colon', () => {
    expect(place('services:\n  web:\n    restart: al|')).toMatchObject({
      ...{ path: ['services', 'web', 'restart'], kind: 'value', word: 'al' },
    });
  });

  it('is within an item of a list, wherever its mark stands', () => {
    const item = { path: ['services', 'web', 'depends_on', '*'], kind: 'key', word: 'd' };
    expect(place('services:\n  web:\n    depends_on:\n      - d|')).toMatchObject(item);
    expect(place('services:\n  web:\n    depends_on:\n    - a\n    - d|')).toMatchObject(item);
    expect(place('services:\n  web:\n    ports:\n      - target: 80\n        pub|')).toMatchObject({
      ...{ path: ['services', 'web', 'ports', '*'], word: 'pub', taken: ['target'] },
    });
    expect(place('services:\n  web:\n    ports:\n      - target: 80\n      - pub|')).toMatchObject({
      taken: [],
    });
  });

  it('is none within a comment, a quoted text, a block of text or a line that holds several', () => {
    for (const text of ['# ser|', 'name: "x|', 'a: [b|', 'a: {b|', 'a: |x'.replace('|', '>|')])
      expect(place(text), text).toBeUndefined();
    expect(placeIn('configs:\n  page:\n    content: |\n      serv', 43)).toBeUndefined();
  });
});
