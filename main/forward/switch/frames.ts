/** What QEMU puts before each frame on a stream (net/stream.c): its length, the most significant byte first. In bytes. */
const prefixBytes = 4;

/** Destination and source, six bytes each, and the type: less is no Ethernet frame. */
const leastFrameBytes = 14;

/** QEMU takes no larger one (NET_BUFSIZE in include/net/net.h). */
const mostFrameBytes = 4096 + 65_536;

/** A frame on its way, as it stands on the stream. */
export interface Frame {
  /** The frame with its prefix: a view of what was read, to be passed on as it is. */
  readonly bytes: Buffer;
  /** Whom it is for, as text (six hexadecimal bytes). */
  readonly destination: string;
  readonly source: string;
  /** For all, or for a group: the lowest bit of the first byte. */
  readonly isGroup: boolean;
}

/** Takes a stream apart. */
export interface FrameReader {
  /** The frames that `chunk` completes, in their order. Throws a RangeError when the stream is none of frames. */
  read(chunk: Buffer): readonly Frame[];
}

/** A reader that keeps what is half there; that is no more than one frame and one chunk. */
export function createFrameReader(): FrameReader {
  let rest: Buffer = Buffer.alloc(0);
  return {
    read(chunk) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const frames: Frame[] = [];
      let at = 0;
      while (bytes.length - at >= prefixBytes) {
        const length = bytes.readUInt32BE(at);
        if (length < leastFrameBytes || length > mostFrameBytes)
          throw new RangeError(`a frame of ${length} bytes`);
        if (bytes.length - at - prefixBytes < length) break;
        frames.push(frameOf(bytes.subarray(at, at + prefixBytes + length)));
        at += prefixBytes + length;
      }
      // A copy: a view would keep all that was read with it.
      rest = Buffer.from(bytes.subarray(at));
      return frames;
    },
  };
}

function frameOf(bytes: Buffer): Frame {
  return {
    bytes,
    destination: bytes.toString('hex', prefixBytes, prefixBytes + 6),
    source: bytes.toString('hex', prefixBytes + 6, prefixBytes + 12),
    isGroup: ((bytes[prefixBytes] ?? 0) & 1) === 1,
  };
}

/** A frame as it stands on the stream. */
export function framed(frame: Uint8Array): Buffer {
  const prefix = Buffer.alloc(prefixBytes);
  prefix.writeUInt32BE(frame.length);
  return Buffer.concat([prefix, frame]);
}
