import type { LogLines } from '../../contract/engine/logs.ts';
import type { LogBlock } from './log-block.ts';

/** Bytes of text in one piece of a stream: so many that a piece is worth a message, and few enough to take in at once. */
export const pieceBytes = 262_144;

/** Puts blocks of several containers together to a piece for the page. */
export class LinesBuilder {
  private bytes: Buffer[] = [];
  private length = 0;
  private times: number[] = [];
  private origins: number[] = [];
  private cuts: { readonly line: number; readonly leftOut: number }[] = [];
  private readonly onWhole: (container: number, block: LogBlock) => void;

  /** `onWhole` hears of each block whose last line was added. */
  constructor(onWhole: (container: number, block: LogBlock) => void) {
    this.onWhole = onWhole;
  }

  /** Whether a piece is full. */
  get isFull(): boolean {
    return this.length >= pieceBytes;
  }

  /** Adds the lines `from` to `to` (not included) of a block of the container that was the `container`th to join. */
  add(container: number, block: LogBlock, from = 0, to = block.ends.length): void {
    if (from >= to) return;
    const start = from === 0 ? 0 : (block.ends[from - 1] ?? 0);
    const end = block.ends[to - 1] ?? start;
    this.bytes.push(block.bytes.subarray(start, end));
    this.length += end - start;
    for (let line = from; line < to; line += 1) {
      const leftOut = block.cuts.size === 0 ? undefined : block.cuts.get(line);
      if (leftOut !== undefined) this.cuts.push({ line: this.times.length, leftOut });
      this.times.push(block.times[line] ?? 0);
      this.origins.push(container * 2 + (block.errors[line] ?? 0));
    }
    if (to === block.ends.length) this.onWhole(container, block);
  }

  /** The piece; undefined when nothing was added since the last time. */
  take(): LogLines | undefined {
    if (this.times.length === 0) return undefined;
    const piece: LogLines = {
      kind: 'lines',
      // Cut only behind line ends, so that no character is torn apart between two pieces.
      bytes: joined(this.bytes, this.length),
      times: Float64Array.from(this.times),
      origins: Uint32Array.from(this.origins),
      cuts: this.cuts,
    };
    this.bytes = [];
    this.length = 0;
    this.times = [];
    this.origins = [];
    this.cuts = [];
    return piece;
  }
}

/** In memory of their own: with a part of some, all of it would be sent to the page. */
function joined(parts: readonly Buffer[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
