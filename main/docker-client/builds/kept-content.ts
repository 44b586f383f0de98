// The numbers are those of containerd's api/services/content/v1/content.proto.
import { createHash } from 'node:crypto';
import protobuf from 'protobufjs/minimal.js';
import { bytes, fields, tag, understood } from './message-fields.ts';
import type { Descriptor } from './record-messages.ts';

/** Most bytes of one thing that are read: what BuildKit tells of a build has tens of thousands. */
const mostBytes = 8_388_608;

/** A `ReadContentRequest` for the whole of something. */
export function writeReadRequest({ digest }: Pick<Descriptor, 'digest'>): Uint8Array {
  return protobuf.Writer.create().uint32(tag(1, bytes)).string(digest).finish();
}

/**
 * Joins the pieces of a stream of `ReadContentResponse`. Throws a `SyntaxError` for what is too long or another thing than
 * the descriptor names.
 */
export async function joinContent(
  pieces: AsyncIterable<Uint8Array>,
  { digest, bytes: size }: Pick<Descriptor, 'digest' | 'bytes'>,
): Promise<Buffer> {
  if (size > mostBytes) throw new SyntaxError(`it has ${size} bytes, and no more than ${mostBytes} are read`);
  const parts: Uint8Array[] = [];
  let length = 0;
  const take = fields({
    2: (reader) => {
      const part = reader.bytes();
      length += part.length;
      parts.push(part);
    },
  });
  for await (const piece of pieces) {
    understood(take, piece);
    if (length > mostBytes) throw new SyntaxError(`it has more than ${mostBytes} bytes`);
  }
  const whole = Buffer.concat(parts);
  const found = `sha256:${createHash('sha256').update(whole).digest('hex')}`;
  if (found !== digest) throw new SyntaxError(`what came is another thing than ${digest.slice(0, 100)}`);
  return whole;
}
