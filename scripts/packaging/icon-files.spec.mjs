import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../lib/places.mjs';
import { iconFiles, iconRecord, iconSource } from './icon-files.mjs';

it('were drawn from the drawing as it is now: `npm run icon` draws them anew', () => {
  const { sha256 } = JSON.parse(readFileSync(join(root, iconRecord), 'utf8'));
  const drawing = readFileSync(join(root, iconSource));
  expect(createHash('sha256').update(drawing).digest('hex')).toBe(sha256);
});

it.each(iconFiles)('$file is $size pixels wide and high, with transparent corners', ({ file, size }) => {
  const png = readFileSync(join(root, file));
  // The header of a PNG: width, height, bits of a sample, kind of colour (6: with transparency).
  const [width, height, bits, kind] = [png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25]];
  expect({ width, height, bits, kind }).toEqual({ width: size, height: size, bits: 8, kind: 6 });
});
