/** Bytes before each message of gRPC: whether it is compressed, and its length. */
const headBytes = 5;

/** Most bytes of one message that are read: what BuildKit sends at the most. */
const longestMessage = 16_777_216;

/** A message as gRPC sends it. */
export function frameMessage(message: Uint8Array): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** The messages in a stream of gRPC, however it is cut. Throws for what is none, is too long, or ends in the midst of one. */
export async function* readFrames(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  let wanted = headBytes;
  for await (const piece of pieces) {
    held.push(piece);
    bytes += piece.length;
    while (bytes >= wanted) {
      const [joined] = held.length === 1 ? held : [Buffer.concat(held)];
      if (joined === undefined) break;
      wanted = headBytes + lengthOf(joined);
      held = [joined];
      if (bytes < wanted) break;
      yield joined.subarray(headBytes, wanted);
      held = [joined.subarray(wanted)];
      bytes -= wanted;
      wanted = headBytes;
    }
  }
  if (bytes > 0) throw new Error('an answer ended in the midst of a message');
}

function lengthOf(head: Buffer): number {
  if (head[0] !== 0) throw new Error('an answer is compressed, which nobody has asked for');
  const length = head.readUInt32BE(1);
  if (length > longestMessage) throw new Error(`a message of ${length} bytes is too long`);
  return length;
}
