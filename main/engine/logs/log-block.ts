import type { LogPosition } from './line-assembler.ts';

/** Lines of one container as they came, without objects of their own: at full speed there are 100,000 a second. */
export interface LogBlock {
  /** Every line, each ended by `\n`. */
  readonly bytes: Buffer;
  /** Where each line ends in {@link bytes}: behind its `\n`. */
  readonly ends: readonly number[];
  /** When each line was written: milliseconds since 1970, with fractions. */
  readonly times: readonly number[];
  /** For each line 1 when it is of stderr, else 0. */
  readonly errors: readonly number[];
  /** Lines that were cut, by their place in the block, with the bytes that were left out. */
  readonly cuts: ReadonlyMap<number, number>;
  /** How far its log has been read with it. */
  readonly position?: LogPosition | undefined;
}

/** Gathers lines into a block. */
export class BlockBuilder {
  private pieces: Buffer[] = [];
  private length = 0;
  private ends: number[] = [];
  private times: number[] = [];
  private errors: number[] = [];
  private cuts = new Map<number, number>();

  /** Adds a line without its end. */
  add(text: Buffer, time: number, isError: boolean, leftOut: number): void {
    this.pieces.push(text, lineEnd);
    this.length += text.length + 1;
    if (leftOut > 0) this.cuts.set(this.ends.length, leftOut);
    this.ends.push(this.length);
    this.times.push(time);
    this.errors.push(isError ? 1 : 0);
  }

  /** What was added since the last time; undefined for nothing. */
  take(): LogBlock | undefined {
    if (this.ends.length === 0) return undefined;
    const { ends, times, errors, cuts } = this;
    const bytes = Buffer.concat(this.pieces, this.length);
    this.pieces = [];
    this.length = 0;
    this.ends = [];
    this.times = [];
    this.errors = [];
    this.cuts = new Map();
    return { bytes, ends, times, errors, cuts };
  }
}

const lineEnd = Buffer.from('\n');
