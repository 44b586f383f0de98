import { BlockBuilder, type LogBlock } from './log-block.ts';
import type { HearPiece, LinePiece, LogEncoding } from './log-parser.ts';
import { compareStamps, type Stamp, toMilliseconds } from './stamp.ts';

/**
 * How far a log has been read. The engine, asked for what is not older than `stamp`, begins with the first line that is not, and
 * leaves out nothing behind it: `lines` of those were had before.
 */
export interface LogPosition {
  readonly stamp: Stamp;
  readonly lines: number;
}

interface Unfinished {
  readonly stamp: Stamp;
  readonly pieces: Buffer[];
  kept: number;
  leftOut: number;
}

/** A line that has come to its end. */
type FinishedLine = Omit<LinePiece, 'endsLine'>;

const carriageReturn = 0x0d;

/** Puts pieces together to lines, cuts those that are too long, and knows how far it has come. */
export class LineAssembler {
  private readonly builder = new BlockBuilder();
  private readonly encoding: LogEncoding;
  private readonly longest: number;
  /** Of stdout and of stderr: their pieces come mixed. */
  private readonly unfinished: (Unfinished | undefined)[] = [undefined, undefined];
  private readonly from: LogPosition | undefined;
  private toSkip: number;
  private stamp: Stamp | undefined;
  private lines = 0;

  /** `from` is where the reading before has stopped: lines that it has had are left out. Of a line `longest` bytes are kept. */
  constructor(encoding: LogEncoding, from: LogPosition | undefined, longest: number) {
    this.encoding = encoding;
    this.longest = longest;
    this.from = from;
    this.toSkip = from?.lines ?? 0;
  }

  readonly hear: HearPiece = (piece) => {
    const { stamp, isError, bytes, from, to, endsLine } = piece;
    const place = isError ? 1 : 0;
    const begun = this.unfinished[place];
    if (begun === undefined && endsLine && to - from <= this.longest) {
      this.finish(piece, 0);
      return;
    }
    const line = begun ?? { stamp, pieces: [], kept: 0, leftOut: 0 };
    const kept = Math.min(to - from, this.longest - line.kept);
    if (kept > 0) line.pieces.push(Buffer.from(bytes.subarray(from, from + kept)));
    line.kept += kept;
    line.leftOut += to - from - kept;
    this.unfinished[place] = endsLine ? undefined : line;
    if (!endsLine) return;
    const text = Buffer.concat(line.pieces);
    const whole = line.leftOut === 0 ? text : withoutHalfCharacter(text);
    this.finish(
      { stamp: line.stamp, isError, bytes: whole, from: 0, to: whole.length },
      line.leftOut + text.length - whole.length,
    );
  };

  /** The lines that are whole since the last time; undefined for none. */
  take(): LogBlock | undefined {
    return this.builder.take();
  }

  /** How far it has come, no less than what was had before; undefined when there was no line yet. */
  position(): LogPosition | undefined {
    if (this.stamp === undefined || this.toSkip > 0) return this.from;
    return { stamp: this.stamp, lines: this.lines };
  }

  private finish({ stamp, isError, bytes, from, to }: FinishedLine, leftOut: number): void {
    // What was had before may have been rotated away: then there is nothing to leave out.
    if (this.stamp === undefined && this.from !== undefined && compareStamps(stamp, this.from.stamp) !== 0)
      this.toSkip = 0;
    // Two writers stamp before they take their turn: a line may be older than the one before it.
    if (this.stamp === undefined || compareStamps(stamp, this.stamp) > 0) {
      this.stamp = stamp;
      this.lines = 0;
    }
    this.lines += 1;
    if (this.toSkip > 0) {
      this.toSkip -= 1;
      return;
    }
    // A terminal ends its lines with both.
    const isReturned =
      this.encoding === 'raw' && to > from && bytes[to - 1] === carriageReturn && leftOut === 0;
    const text = { bytes, from, to: isReturned ? to - 1 : to };
    this.builder.add(text, toMilliseconds(stamp), isError, leftOut);
  }
}

/** Without a character of UTF-8 at the end that the cut went through. */
function withoutHalfCharacter(text: Buffer): Buffer {
  for (let back = 1; back <= Math.min(4, text.length); back += 1) {
    const byte = text[text.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? text.subarray(0, -back) : text;
  }
  return text;
}
