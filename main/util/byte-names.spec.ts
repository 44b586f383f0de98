import { expect, it } from 'vitest';
import { bytesOf, inAddress, nameOf } from './byte-names.ts';

const names: readonly (readonly [name: string, bytes: Buffer, text: string])[] = [
  ['plain', Buffer.from('plain.txt'), 'plain.txt'],
  ['of every alphabet', Buffer.from('Grüße 文件 😀'), 'Grüße 文件 😀'],
  ['with control characters', Buffer.from('a\nb\x1b[31m\u202e'), 'a\nb\x1b[31m\u202e'],
  ['in Latin-1', Buffer.from('Gr\xfc\xdfe', 'latin1'), 'Gr\udcfc\udcdfe'],
  ['cut in the midst of a character', Buffer.of(0x61, 0xe6, 0x96), 'a\udce6\udc96'],
  ['with an overlong form', Buffer.of(0xc0, 0xaf), '\udcc0\udcaf'],
  ['with a surrogate in UTF-8', Buffer.of(0xed, 0xa0, 0x80), '\udced\udca0\udc80'],
  ['that holds U+FFFD itself', Buffer.from('\ufffd\xff', 'utf8'), '\ufffdÿ'],
  [
    'that holds U+FFFD and what is none',
    Buffer.concat([Buffer.from('\ufffd'), Buffer.of(0xff)]),
    '\ufffd\udcff',
  ],
  ['beyond the range', Buffer.of(0xf5, 0x80, 0x80, 0x80), '\udcf5\udc80\udc80\udc80'],
];

it.each(names)('tells a name %s, and takes it back', (_, bytes, text) => {
  expect(nameOf(bytes)).toBe(text);
  expect(bytesOf(text)).toEqual(bytes);
});

it('turns any bytes into a text and back', () => {
  const bytes = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919 + (index >> 3)) & 0xff));
  expect(bytesOf(nameOf(bytes))).toEqual(bytes);
});

it('writes a name into an address byte by byte', () => {
  expect(inAddress('/a b?&#%/Gr\udcfc\n')).toBe('/a%20b%3F%26%23%25/Gr%FC%0A');
  expect(inAddress('/文')).toBe('/%E6%96%87');
});
