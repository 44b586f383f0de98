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

/** What lies from {@link from} to {@link to} in bytes that are only lent. */
interface LentText {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
}

/** Bytes that are taken from the system at once: most blocks are of some lines alone, and share them. */
const roomBytes = 16_384;

const none = Buffer.alloc(0);

/** Gathers lines into a block: they are copied once, to where the block has them. */
export class BlockBuilder {
  /** Blocks that were taken lie in it before {@link start}. */
  private room: Buffer = none;
  private start = 0;
  private length = 0;
  private ends: number[] = [];
  private times: number[] = [];
  private errors: number[] = [];
  private cuts = new Map<number, number>();

  /** Adds a line without its end. */
  add({ bytes, from, to }: LentText, time: number, isError: boolean, leftOut: number): void {
    const end = this.start + this.length + to - from;
    if (end >= this.room.length) this.makeRoom(to - from + 1);
    const at = this.start + this.length;
    bytes.copy(this.room, at, from, to);
    this.room[at + to - from] = newline;
    this.length += to - from + 1;
    if (leftOut > 0) this.cuts.set(this.ends.length, leftOut);
    this.ends.push(this.length);
    this.times.push(time);
    this.errors.push(isError ? 1 : 0);
  }

  /** What was added since the last time; undefined for nothing. */
  take(): LogBlock | undefined {
    if (this.ends.length === 0) return undefined;
    const { ends, times, errors, cuts } = this;
    const bytes = this.room.subarray(this.start, this.start + this.length);
    this.start += this.length;
    this.length = 0;
    // Of a thousand containers each may have sent much once: what was large belongs to its block alone.
    if (this.room.length > roomBytes) this.dropRoom();
    this.ends = [];
    this.times = [];
    this.errors = [];
    this.cuts = new Map();
    return { bytes, ends, times, errors, cuts };
  }

  private dropRoom(): void {
    this.room = none;
    this.start = 0;
  }

  /** Takes what the block has so far along into another room, with space for more. */
  private makeRoom(more: number): void {
    const begun = this.room.subarray(this.start, this.start + this.length);
    this.room = Buffer.allocUnsafeSlow(Math.max(roomBytes, begun.length * 2 + more));
    this.room.set(begun);
    this.start = 0;
  }
}

const newline = 0x0a;
