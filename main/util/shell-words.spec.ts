import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { shellLine } from './shell-words.ts';

/** What a real shell takes the line for. */
function wordsOf(line: Buffer): string[] {
  const input = Buffer.concat([
    Buffer.from('show() { for word; do printf "%s\\0" "$word"; done; }\nshow '),
    line,
    Buffer.from('\n'),
  ]);
  return execFileSync('/bin/sh', { input }).toString('latin1').split('\0').slice(0, -1);
}

it('hands every word over as it is', () => {
  const words = [
    'plain',
    '',
    "it's",
    '$(touch /tmp/x) `id` $HOME',
    'a\nb\\n\\',
    '"; exit 1; #',
    '-rf',
    '*?[a]',
    '!history',
    '~root',
    '\u001b[31m',
  ];
  expect(wordsOf(shellLine(words))).toEqual(words);
});

it('hands bytes over that are no text', () => {
  const bytes = Array.from({ length: 128 }, (_, index) => String.fromCharCode(0xdc80 + index)).join('');
  const [word = ''] = wordsOf(shellLine([bytes]));
  expect(word).toBe(Array.from({ length: 128 }, (_, index) => String.fromCharCode(0x80 + index)).join(''));
});

it('refuses NUL', () => {
  expect(() => shellLine(['a\0b'])).toThrow('NUL');
});
