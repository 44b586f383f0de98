import { expect, test } from 'vitest';
import { formatByteSize, readByteSize, writeByteSize } from './byte-size.ts';

test.each([
  ['512m', 536_870_912],
  ['1.5g', 1_610_612_736],
  ['1 GiB', 1_073_741_824],
  ['64KB', 65_536],
  ['4096', 4096],
  ['4096b', 4096],
  ['', null],
  ['m', null],
  ['-1', null],
  ['1,5g', null],
])('%s is %s bytes', (text, bytes) => {
  expect(readByteSize(text)).toBe(bytes);
});

test.each([0, 1, 1023, 1024, 1536, 536_870_912, 1_610_612_736, 1_100_000_000_000])(
  '%i bytes are read back as they were',
  (bytes) => {
    expect(readByteSize(writeByteSize(bytes))).toBe(bytes);
  },
);

test.each([
  [512, '512 B'],
  [67_108_864, '64 MiB'],
  [1_610_612_736, '1.5 GiB'],
  [1_100_000_000_000, '1 TiB'],
])('%i bytes are shown in steps of 1024', (bytes, text) => {
  expect(formatByteSize(bytes)).toBe(text);
});
