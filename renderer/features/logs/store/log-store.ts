import type { LogLines } from '../../../../main/contract/engine/logs.ts';
import { cleanLines } from '../text/clean-lines.ts';
import { createStyleTable, type StyleTable } from '../text/style-table.ts';
import { LogChunk } from './log-chunk.ts';

/** A line as it is kept. */
export interface LogLine {
  /** Its number since the stream began. */
  readonly number: number;
  /** Cleaned: nothing in it acts. */
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The place of its container in the order in which they joined. */
  readonly container: number;
  readonly isError: boolean;
  /** Bytes that are not kept here, of a line that is very long. */
  readonly leftOut: number;
  /** As CleanLines has them. */
  readonly runs: Uint32Array | undefined;
}

/** How much is kept; what is older goes, a chunk at a time. */
export interface LogLimits {
  readonly lines: number;
  /** Bytes of text, whatever the lines. */
  readonly bytes: number;
}

/** A million lines of 117 bytes. A search needs the text once more, and all of it must have room in one page. */
export const usualLimits: LogLimits = { lines: 1_000_000, bytes: 117_440_512 };

/** The lines of a log, the newest of them. Lines have numbers that stay: the oldest one's is {@link first}. */
export class LogStore {
  readonly styles: StyleTable = createStyleTable();
  private readonly limits: LogLimits;
  private chunks: LogChunk[] = [];
  private nextId = 0;
  /** Lines that had to go because there was no more room. */
  dropped = 0;
  /** Number of the oldest line. */
  first = 0;
  /** Number of the line that comes next. */
  end = 0;
  /** Bytes of text. */
  size = 0;

  constructor(limits: LogLimits = usualLimits) {
    this.limits = limits;
  }

  /** Takes in what has come. */
  add(piece: LogLines): void {
    let chunk = this.chunks.at(-1);
    if (chunk === undefined || chunk.isFull) {
      chunk = new LogChunk(this.nextId, this.end, chunk);
      this.nextId += 1;
      this.chunks.push(chunk);
    }
    const before = chunk.size;
    chunk.add(piece, cleanLines(piece.bytes, this.styles));
    this.size += chunk.size - before;
    this.end += piece.times.length;
    this.makeRoom();
  }

  /** Forgets every line; the numbers go on. */
  clear(): void {
    this.chunks = [];
    this.first = this.end;
    this.size = 0;
    this.dropped = 0;
  }

  /** A line; undefined when it is not kept, or has not come. */
  line(number: number): LogLine | undefined {
    const chunk = this.chunkOf(number);
    if (chunk === undefined) return undefined;
    const at = number - chunk.first;
    const origin = chunk.originOf(at);
    return {
      number,
      text: chunk.textOf(at),
      time: chunk.timeOf(at),
      container: origin >>> 1,
      isError: (origin & 1) === 1,
      leftOut: chunk.leftOutOf(at),
      runs: chunk.runsOf(at),
    };
  }

  /** The container that a line is of, without making anything of the line. */
  containerOf(number: number): number {
    const chunk = this.chunkOf(number);
    return chunk === undefined ? -1 : chunk.originOf(number - chunk.first) >>> 1;
  }

  /** Hands out the numbers of the lines from one on whose container passes, in order. */
  select(from: number, passes: (container: number) => boolean, hear: (number: number) => void): void {
    for (let at = Math.max(0, this.placeOf(from)); at < this.chunks.length; at += 1) {
      const chunk = this.chunks[at];
      if (chunk === undefined) return;
      for (let line = Math.max(0, from - chunk.first); line < chunk.lines; line += 1)
        if (passes(chunk.originOf(line) >>> 1)) hear(chunk.first + line);
    }
  }

  /** The chunks that hold lines from a number on, the oldest first. */
  chunksFrom(number: number): readonly LogChunk[] {
    return this.chunks.slice(Math.max(0, this.placeOf(number)));
  }

  private makeRoom(): void {
    for (;;) {
      const [oldest] = this.chunks;
      if (oldest === undefined || this.chunks.length === 1) return;
      // As many as promised stay, and up to one chunk more.
      const isOver =
        this.end - this.first - oldest.lines >= this.limits.lines || this.size > this.limits.bytes;
      if (!isOver) return;
      this.chunks.shift();
      this.size -= oldest.size;
      this.dropped += oldest.lines;
      this.first += oldest.lines;
    }
  }

  private chunkOf(number: number): LogChunk | undefined {
    return number < this.first || number >= this.end ? undefined : this.chunks[this.placeOf(number)];
  }

  /** The place of the last chunk that begins at or before a line. */
  private placeOf(number: number): number {
    let low = 0;
    let high = this.chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.chunks[middle]?.first ?? 0) <= number) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
