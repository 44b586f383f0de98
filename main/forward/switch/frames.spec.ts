import { describe, expect, it } from 'vitest';
import { createFrameReader, framed } from './frames.ts';

const frame = (destination: string, source: string, content = 'x') =>
  Buffer.concat([Buffer.from(destination + source, 'hex'), Buffer.from([8, 0]), Buffer.from(content)]);
const one = frame('025300000002', '025300000001', 'one');
const all = frame('ffffffffffff', '025300000001', 'to all of them');

describe('a stream of frames', () => {
  it('is taken apart wherever it was cut', () => {
    const stream = Buffer.concat([framed(one), framed(all), framed(one)]);
    for (let size = 1; size <= stream.length; size += 1) {
      const reader = createFrameReader();
      const read: Buffer[] = [];
      for (let at = 0; at < stream.length; at += size)
        read.push(...reader.read(stream.subarray(at, at + size)).map(({ bytes }) => bytes));
      expect(Buffer.concat(read), `in pieces of ${size}`).toEqual(stream);
      expect(read).toHaveLength(3);
    }
  });

  it('says who sent a frame, and whom it is for', () => {
    const [first, second] = createFrameReader().read(Buffer.concat([framed(one), framed(all)]));
    expect(first).toMatchObject({
      ...{ destination: '025300000002', source: '025300000001', isGroup: false },
    });
    expect(second).toMatchObject({ destination: 'ffffffffffff', isGroup: true });
  });

  it.each([
    ['too short for an address', 13],
    ['longer than QEMU’s longest', 69_633],
    ['as long as a number can say', 0xffff_ffff],
  ])('is refused with a frame %s', (_, length) => {
    const prefix = Buffer.alloc(4);
    prefix.writeUInt32BE(length);
    expect(() => createFrameReader().read(prefix)).toThrow(RangeError);
  });
});
