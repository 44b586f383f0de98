import { expect, it } from 'vitest';
import { readRecords } from './records.ts';

const mark = 'a1b2';
const record = (text: string) => `${mark} ${text}\n`;

it('reads files of each kind', () => {
  const output = [
    record('41ed 0 0 4096 1795638041 ./.'),
    record('81a4 7 8 12 1795638042 ./plain/./plain'),
    record('89ed 0 0 1 0 ./setuid/./setuid'),
    record('1180 0 0 0 1 ./pipe/./pipe'),
    record('21b6 0 0 0 1 ./null/./null'),
    record("a1ff 0 0 4 1 ./link/'./link' -> '/etc'"),
  ].join('');
  expect(readRecords(Buffer.from(output), mark)).toEqual([
    expect.objectContaining({ name: '.', kind: 'folder', mode: 0o755 }),
    {
      name: 'plain',
      kind: 'file',
      size: 12,
      mode: 0o644,
      uid: 7,
      gid: 8,
      modifiedAt: 1795638042000,
      target: null,
    },
    expect.objectContaining({ name: 'setuid', mode: 0o4755 }),
    expect.objectContaining({ name: 'pipe', kind: 'pipe' }),
    expect.objectContaining({ name: 'null', kind: 'character-device' }),
    expect.objectContaining({ name: 'link', kind: 'link', target: '/etc' }),
  ]);
});

it.each([
  ['a line end', 'one\ntwo'],
  ['a whole record but the mark', 'x\n81a4 0 0 9 1 ./fake/./fake'.replaceAll('/', ':')],
  ['an arrow', "a' -> 'b"],
  ['spaces at its ends', '  name  '],
  ['bytes that are no text', '\udcff\udcfe'],
])('is not misled by a name with %s', (_, name) => {
  const bytes = Buffer.concat([
    Buffer.from(`${mark} a1ff 0 0 4 1 ./`),
    ...[name, '/', "'./", name, "' -> 'to\nnowhere'\n"].map((part) =>
      Buffer.from(
        [...part].flatMap((c) => (c >= '\udc80' ? [c.charCodeAt(0) - 0xdc00] : [...Buffer.from(c)])),
      ),
    ),
    Buffer.from(record('81a4 0 0 0 1 ./next/./next')),
  ]);
  expect(readRecords(bytes, mark).map((entry) => [entry.name, entry.target])).toEqual([
    [name, 'to\nnowhere'],
    ['next', null],
  ]);
});

it('leaves out what is not whole', () => {
  const output = `${record('81a4 0 0 1 1 ./whole/./whole')}${mark} 81a4 0 0 1 1 ./cut/./c`;
  expect(readRecords(Buffer.from(output), mark).map(({ name }) => name)).toEqual(['whole']);
  expect(readRecords(Buffer.from(record('zz 0 0 1 1 ./x/./x')), mark)).toEqual([]);
  expect(readRecords(Buffer.alloc(0), mark)).toEqual([]);
});
