import { createTold } from './told.ts';

/** What is kept of work that goes on until it ends. */
interface Work {
  /** Resolves once it has ended, however that came. */
  readonly ended: Promise<void>;
}

/** How the kept works of one kind differ from those of another. */
interface WorkRules<Entry extends Work, Shown> {
  readonly isRunning: (entry: Entry) => boolean;
  /** Has one end that goes on; one that is ending already is left to it. */
  readonly interrupt: (entry: Entry) => void;
  readonly show: (entry: Entry) => Shown;
}

/** Works by their ids, in the order in which they were begun, and those who look at them. */
export interface KeptWorks<Entry extends Work, Shown> {
  readonly entries: Map<string, Entry>;
  /** They are not what they were: whoever looks on is told. */
  readonly change: () => void;
  /** Now and after each change, until the signal aborts. */
  readonly looks: (signal: AbortSignal) => AsyncIterable<unknown>;
  /** Has one end; one that is not there, or over, is no failure. */
  cancel(id: string): void;
  /** Forgets one that is over. */
  dismiss(id: string): void;
  /** All of them now and after each change, until the signal aborts. */
  follow(signal: AbortSignal): AsyncIterable<readonly Shown[]>;
  /** Interrupts all of them, and resolves once they have ended. */
  close(): Promise<void>;
}

/** No works yet. */
export function keepWorks<Entry extends Work, Shown>(
  rules: WorkRules<Entry, Shown>,
): KeptWorks<Entry, Shown> {
  const entries = new Map<string, Entry>();
  const { change, looks } = createTold();
  return {
    ...{ entries, change, looks },
    cancel(id) {
      const entry = entries.get(id);
      if (entry !== undefined) rules.interrupt(entry);
    },
    dismiss(id) {
      const entry = entries.get(id);
      if (entry === undefined || rules.isRunning(entry)) return;
      entries.delete(id);
      change();
    },
    async *follow(signal) {
      for await (const _ of looks(signal)) yield [...entries.values()].map(rules.show);
    },
    async close() {
      for (const entry of entries.values()) rules.interrupt(entry);
      await Promise.all([...entries.values()].map(({ ended }) => ended));
    },
  };
}
