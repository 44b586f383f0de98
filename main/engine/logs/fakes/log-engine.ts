import type { LogContainer } from '../../../contract/engine/logs.ts';
import { SlipwayError } from '../../../contract/errors.ts';
import { orAborted } from '../../../util/wait.ts';
import type { LogQuestion, OpenLogs } from '../open-log.ts';
import { compareStamps, type Stamp } from '../stamp.ts';

interface Written {
  readonly stamp: Stamp;
  readonly text: string;
}

/** An engine that keeps logs as the real one does, and can be taken away. */
export class FakeLogEngine {
  readonly containers: LogContainer[] = [];
  readonly asked: LogQuestion[] = [];
  isAway = false;
  private readonly logs = new Map<string, Written[]>();
  private readonly running = new Set<string>();
  private connection = new AbortController();
  private changed: (() => void)[] = [];
  private started: LogContainer[] = [];

  add(name: string, project: string | null = null): void {
    this.containers.push({ id: name, name, project, service: null });
    this.start(name);
  }
  start(name: string): void {
    const container = this.containers.find(({ id }) => id === name);
    if (container === undefined) throw new Error(`no ${name}`);
    this.running.add(name);
    this.started.push(container);
    this.tell();
  }
  end(name: string): void {
    this.running.delete(name);
    this.tell();
  }
  /** Writes a line, `milliseconds` after the beginning. */
  write(name: string, milliseconds: number, text: string): void {
    const nanoseconds = milliseconds * 1_000_000;
    const log = this.logs.get(name) ?? [];
    this.logs.set(name, [...log, { stamp: { seconds: 1_700_000_000, nanoseconds }, text }]);
    this.tell();
  }
  goAway(): void {
    this.isAway = true;
    this.connection.abort(new Error('socket hang up'));
  }
  comeBack(): void {
    this.connection = new AbortController();
    this.started = [];
    this.isAway = false;
  }
  private tell(): void {
    for (const hear of this.changed.splice(0)) hear();
  }
  private async change(signal: AbortSignal): Promise<void> {
    const changed = new Promise<void>((resolve) => this.changed.push(resolve));
    await orAborted(AbortSignal.any([signal, this.connection.signal]), changed);
  }
  private reach(): void {
    if (this.isAway)
      throw new SlipwayError({ code: 'engine-unreachable', message: 'It is away.', hint: 'Wait.' });
  }

  readonly open: OpenLogs = async (question, signal) => {
    this.reach();
    this.asked.push(question);
    if (question.id === 'mute')
      throw new SlipwayError({ code: 'engine-request-failed', message: 'It keeps none.', hint: '' });
    return { encoding: 'frames', stream: this.read(question, signal) };
  };
  private async *read({ id, follow, since, tail }: LogQuestion, signal: AbortSignal): AsyncGenerator<Buffer> {
    const there = this.logs.get(id) ?? [];
    let at = tail === null ? 0 : Math.max(0, there.length - tail);
    let isLate = since === null;
    for (;;) {
      const log = this.logs.get(id) ?? [];
      for (; at < log.length; at += 1) {
        const line = log[at];
        if (line === undefined) continue;
        // As the engine does: from the first line that is not older, all of them.
        if (since !== null && !isLate && compareStamps(line.stamp, since) < 0) continue;
        isLate = true;
        yield frameOf(line);
      }
      if (!follow || !this.running.has(id)) return;
      await this.change(signal);
    }
  }
  readonly roster = {
    list: async () => {
      this.reach();
      return this.containers;
    },
    starts: async (signal: AbortSignal) => {
      this.reach();
      this.started = [];
      return this.startsSince(signal);
    },
  };
  private async *startsSince(signal: AbortSignal): AsyncGenerator<LogContainer> {
    for (;;) {
      for (const container of this.started.splice(0)) yield container;
      await this.change(signal);
    }
  }
}

function frameOf({ stamp, text }: Written): Buffer {
  const time = new Date(stamp.seconds * 1_000).toISOString().slice(0, 19);
  const body = Buffer.from(`${time}.${String(stamp.nanoseconds).padStart(9, '0')}Z ${text}\n`);
  const head = Buffer.alloc(8);
  head[0] = 1;
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, body]);
}
