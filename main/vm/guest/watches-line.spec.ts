import { describe, expect, it } from 'vitest';
import { encodePath, parseWatchesLine } from './watches-line.ts';

describe('parseWatchesLine', () => {
  it.each([
    ['hello', { kind: 'hello' }],
    ['told 0a1b', { kind: 'told', word: '0a1b' }],
    ['watch folder /home/me', { kind: 'watch', path: '/home/me', isFolder: true }],
    ['watch file /a%20b/c%25d%0a', { kind: 'watch', path: '/a b/c%d\n', isFolder: false }],
    ['unwatch /ü', { kind: 'unwatch', path: '/ü' }],
  ])('understands %s', (line, message) => {
    expect(parseWatchesLine(line)).toEqual(message);
  });

  it.each([
    ...[
      '',
      'hello there',
      'told',
      'told a b',
      `told ${'a'.repeat(17)}`,
      'told ../x',
      'watch',
      'watch folder',
    ],
    ...['watch link /a', 'watch folder a', 'watch folder /a b', 'watch folder /a/../b', 'watch folder /a//b'],
    ...[
      'watch folder /a/',
      'watch folder /a/.',
      'watch folder /a%00',
      'watch folder /a\ufffd',
      'unwatch',
      'unwatch x',
    ],
    ...['watch folder /%2e%2e/etc', 'unwatch /a b', 'Watch folder /a', `watch folder /${'a'.repeat(5_000)}`],
  ])('takes %j for nothing', (line) => {
    expect(parseWatchesLine(line)).toBeUndefined();
  });
});

it('writes paths so that they are one word, and reads them back', () => {
  const path = '/a b%20\n\u007fü/~';
  expect(encodePath(path)).toMatch(/^\S+$/);
  expect(parseWatchesLine(`unwatch ${encodePath(path)}`)).toEqual({ kind: 'unwatch', path });
});
