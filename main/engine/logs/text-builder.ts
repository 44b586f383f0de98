import type { LogBlock } from './log-block.ts';
import type { LineSink } from './merge-history.ts';
import { stampOf, writeStamp } from './stamp.ts';

/** Bytes of text that are worth a write. */
const enough = 262_144;

/** Puts lines of several containers together to text, each with its container before it. */
export class TextBuilder implements LineSink<Buffer> {
  private readonly prefixes: readonly string[];
  private readonly withTimes: boolean;
  private readonly onLine: () => void;
  private parts: Buffer[] = [];
  private length = 0;

  /** `names` are of the containers, in the order in which they joined. */
  constructor(names: readonly string[], withTimes: boolean, onLine: () => void) {
    const width = Math.max(0, ...names.map((name) => name.length));
    this.prefixes = names.map((name) => `${name.padEnd(width)} | `);
    this.withTimes = withTimes;
    this.onLine = onLine;
  }

  get isFull(): boolean {
    return this.length >= enough;
  }

  add(container: number, block: LogBlock, from: number, to: number): void {
    const prefix = this.prefixes[container] ?? '';
    for (let line = from; line < to; line += 1) {
      const time = this.withTimes ? writeStamp(stampOf(block.times[line] ?? 0)) : '';
      const start = line === 0 ? 0 : (block.ends[line - 1] ?? 0);
      const bytes = block.bytes.subarray(start, block.ends[line]);
      this.parts.push(Buffer.from(prefix + time), bytes);
      this.length += prefix.length + time.length + bytes.length;
      this.onLine();
    }
  }

  take(): Buffer | undefined {
    if (this.parts.length === 0) return undefined;
    const text = Buffer.concat(this.parts);
    this.parts = [];
    this.length = 0;
    return text;
  }
}
