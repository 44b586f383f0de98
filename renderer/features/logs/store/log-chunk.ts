import type { LogLines } from '../../../../main/contract/engine/logs.ts';
import type { CleanLines } from '../text/clean-lines.ts';
import { grownBytes, grownNumbers, grownPlaces, grownSharedPlaces } from './grow.ts';

/** Bytes and lines from which on a chunk takes in no more. One of each is dropped when the store is full. */
const fullBytes = 1_048_576;
const fullLines = 65_536;

/** How much more room a chunk has than the one before it has taken. What is not written to takes no memory. */
const spare = 1.25;

const newline = 0x0a;
const decoder = new TextDecoder();

/** What the worker that searches is given of a chunk. */
export interface SharedChunk {
  readonly id: number;
  /** UTF-8, each line ended by `\n`; what lies behind {@link byteLength} is of no meaning. */
  readonly bytes: Uint8Array;
  readonly byteLength: number;
  /** Where each line begins, in characters. */
  readonly starts: Uint32Array;
  readonly lines: number;
  /** Takes in no more, so that what was made of it stays right. */
  readonly isFull: boolean;
}

/** Some thousand lines in a few arrays: objects of their own would take ten times the memory. */
export class LogChunk {
  readonly id: number;
  /** Number of its first line. */
  readonly first: number;
  /** How many lines are in it. */
  lines = 0;
  private bytes: Uint8Array;
  private byteLength = 0;
  private characters = 0;
  private byteStarts: Uint32Array;
  private characterStarts: Uint32Array;
  private times: Float64Array;
  private origins: Uint32Array;
  /** Of each line the place behind its last run in {@link runs}; without any as long as no line has colours. */
  private runEnds: Uint32Array | undefined;
  private runs: Uint32Array = new Uint32Array(256);
  private readonly cuts = new Map<number, number>();

  /** `before` is the one that is full: this one is taken to become as large, and need not grow. */
  constructor(id: number, first: number, before?: LogChunk) {
    this.id = id;
    this.first = first;
    const bytes = before === undefined ? 16_384 : Math.ceil(before.size * spare);
    const lines = before === undefined ? 256 : Math.ceil(before.lines * spare);
    this.bytes = new Uint8Array(new SharedArrayBuffer(bytes));
    this.byteStarts = new Uint32Array(lines);
    this.characterStarts = new Uint32Array(new SharedArrayBuffer(lines * 4));
    this.times = new Float64Array(lines);
    this.origins = new Uint32Array(lines);
  }

  get isFull(): boolean {
    return this.byteLength >= fullBytes || this.lines >= fullLines;
  }

  /** Bytes of text. */
  get size(): number {
    return this.byteLength;
  }

  /** Takes in a piece, whole. */
  add(piece: LogLines, { bytes, text, runs }: CleanLines): void {
    const count = piece.times.length;
    this.makeRoom(bytes.length, count);
    this.bytes.set(bytes, this.byteLength);
    let byteAt = 0;
    let characterAt = 0;
    for (let line = this.lines; line < this.lines + count; line += 1) {
      this.byteStarts[line] = this.byteLength + byteAt;
      this.characterStarts[line] = this.characters + characterAt;
      byteAt = bytes.indexOf(newline, byteAt) + 1;
      characterAt = text === undefined ? byteAt : text.indexOf('\n', characterAt) + 1;
    }
    this.times.set(piece.times, this.lines);
    this.origins.set(piece.origins, this.lines);
    this.addRuns(count, runs);
    for (const { line, leftOut } of piece.cuts) this.cuts.set(this.lines + line, leftOut);
    this.lines += count;
    this.byteLength += bytes.length;
    this.characters += text === undefined ? bytes.length : text.length;
  }

  /** The text of a line of it, without its end. */
  textOf(line: number): string {
    const start = this.byteStarts[line] ?? 0;
    const end = line + 1 < this.lines ? (this.byteStarts[line + 1] ?? 0) : this.byteLength;
    // A copy: what is shared is not decoded.
    return decoder.decode(this.bytes.slice(start, end - 1));
  }

  timeOf(line: number): number {
    return this.times[line] ?? 0;
  }

  originOf(line: number): number {
    return this.origins[line] ?? 0;
  }

  /** Bytes that were left out of a line. */
  leftOutOf(line: number): number {
    return this.cuts.get(line) ?? 0;
  }

  /** As CleanLines has them. */
  runsOf(line: number): Uint32Array | undefined {
    if (this.runEnds === undefined) return undefined;
    const start = line === 0 ? 0 : (this.runEnds[line - 1] ?? 0);
    const end = this.runEnds[line] ?? 0;
    return end > start ? this.runs.subarray(start, end) : undefined;
  }

  share(): SharedChunk {
    const { id, bytes, byteLength, lines, isFull } = this;
    return { id, bytes, byteLength, starts: this.characterStarts, lines, isFull };
  }

  private makeRoom(bytes: number, lines: number): void {
    if (this.byteLength + bytes > this.bytes.length)
      this.bytes = grownBytes(this.bytes, this.byteLength + bytes);
    const needed = this.lines + lines;
    if (needed <= this.times.length) return;
    this.byteStarts = grownPlaces(this.byteStarts, needed);
    this.characterStarts = grownSharedPlaces(this.characterStarts, needed);
    this.times = grownNumbers(this.times, needed);
    this.origins = grownPlaces(this.origins, needed);
    if (this.runEnds !== undefined) this.runEnds = grownPlaces(this.runEnds, needed);
  }

  private addRuns(count: number, runs: CleanLines['runs']): void {
    if (runs.size === 0 && this.runEnds === undefined) return;
    this.runEnds ??= new Uint32Array(this.times.length);
    let end = this.lines === 0 ? 0 : (this.runEnds[this.lines - 1] ?? 0);
    for (let line = 0; line < count; line += 1) {
      const own = runs.get(line);
      if (own !== undefined) {
        if (end + own.length > this.runs.length) this.runs = grownPlaces(this.runs, end + own.length);
        this.runs.set(own, end);
        end += own.length;
      }
      this.runEnds[this.lines + line] = end;
    }
  }
}
