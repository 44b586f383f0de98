import { SlipwayError } from '../../contract/errors.ts';
import { createStampReader, type Stamp, stampLength } from './stamp.ts';

/** A piece of a line: the engine keeps what is longer than 16 KiB in several. */
export interface LinePiece {
  readonly stamp: Stamp;
  readonly isError: boolean;
  /** Only lent. The piece is what lies from {@link from} to {@link to} in them, without the line's end. */
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
  readonly endsLine: boolean;
}

/** Hears each piece of a line. */
export type HearPiece = (piece: LinePiece) => void;

/** Takes in what the engine sends, in pieces of any size. */
export interface LogParser {
  push(chunk: Buffer): void;
}

/** How the engine keeps apart what a container writes: in frames, or, with a terminal, not at all. */
export type LogEncoding = 'frames' | 'raw';

/** Bytes of a frame's head: its stream, three of nothing, and the length of what follows. */
const headLength = 8;

/** A frame is one piece of a line. What says that it is longer is not what we take it for. */
const longestFrame = 16_777_216;

/** The engine's longest piece of a line: it then writes the same stamp again and goes on. */
const pieceLength = 16_384;

const newline = 0x0a;
const stderr = 2;

/** Builds the parser for an encoding. It throws a SlipwayError on what the engine never sends. */
export function createLogParser(encoding: LogEncoding, hear: HearPiece): LogParser {
  return encoding === 'frames' ? frameParser(hear) : rawParser(hear);
}

function frameParser(hear: HearPiece): LogParser {
  const readStamp = createStampReader();
  let rest: Buffer = Buffer.alloc(0);
  let last: Stamp = { seconds: 0, nanoseconds: 0 };
  return {
    push(chunk) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let at = 0;
      while (bytes.length - at >= headLength) {
        const length = bytes.readUInt32BE(at + 4);
        if (length > longestFrame) throw notALog();
        const end = at + headLength + length;
        if (end > bytes.length) break;
        const isError = (bytes[at] ?? 0) >= stderr;
        const stamp = readStamp(bytes, at + headLength, end);
        // Without a stamp: a word of the engine itself, such as that it cannot read on.
        const from = at + headLength + (stamp === undefined ? 0 : stampLength);
        last = stamp ?? last;
        const endsLine = bytes[end - 1] === newline && end > from;
        hear({ stamp: last, isError, bytes, from, to: endsLine ? end - 1 : end, endsLine });
        at = end;
      }
      rest = at === bytes.length ? Buffer.alloc(0) : Buffer.from(bytes.subarray(at));
    },
  };
}

function rawParser(hear: HearPiece): LogParser {
  const readStamp = createStampReader();
  let rest: Buffer = Buffer.alloc(0);
  let last: Stamp = { seconds: 0, nanoseconds: 0 };
  /** Bytes since the last stamp within a line; undefined between two lines. */
  let since: number | undefined;
  return {
    push(chunk) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let at = 0;
      while (at < bytes.length) {
        if (since === undefined || since === pieceLength) {
          // A piece that is exactly full may also be followed by the line's end.
          if (since === pieceLength && bytes[at] === newline) {
            hear({ stamp: last, isError: false, bytes, from: at, to: at, endsLine: true });
            since = undefined;
            at += 1;
            continue;
          }
          const lineEnd = bytes.indexOf(newline, at);
          if (bytes.length - at < stampLength && lineEnd < 0) break;
          const stamp = readStamp(bytes, at, bytes.length);
          if (stamp !== undefined) at += stampLength;
          last = stamp ?? last;
          since = 0;
        }
        const end = bytes.indexOf(newline, at);
        const stop = Math.min(end < 0 ? bytes.length : end, at + pieceLength - since);
        const endsLine = stop === end;
        if (stop > at || endsLine) hear({ stamp: last, isError: false, bytes, from: at, to: stop, endsLine });
        since = endsLine ? undefined : since + stop - at;
        at = endsLine ? stop + 1 : stop;
      }
      rest = at >= bytes.length ? Buffer.alloc(0) : Buffer.from(bytes.subarray(at));
    },
  };
}

function notALog(): SlipwayError {
  return new SlipwayError({
    code: 'engine-request-failed',
    message: 'Could not read the log: the engine sent something else.',
    hint: 'See the engine’s log with `slipway logs` for more.',
  });
}
