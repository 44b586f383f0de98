import { randomUUID } from 'node:crypto';
import type { Transfer, TransferProgress } from '../../contract/engine/transfers.ts';
import { SlipwayError, toFailure } from '../../contract/errors.ts';
import { createTold } from '../../util/told.ts';
import { nameOf, type Perform, type Task } from './task.ts';

/** Most that are under way at once: more would only wait for each other. */
const mostAtOnce = 20;

/** Images on their way, whatever page looks on: it may leave, and be loaded anew. */
export interface Transfers {
  /** Begins one and answers its id. The same one twice at once is one. Throws `busy` when too many are under way. */
  begin(task: Task): string;
  /** Ends and forgets one that is under way. */
  cancel(id: string): void;
  /** Begins one that has failed again. Throws `not-found` when there is none. */
  retry(id: string): void;
  /** Forgets one that has ended. */
  dismiss(id: string): void;
  /** All of them now and after each change, until the signal aborts. */
  follow(signal: AbortSignal): AsyncIterable<readonly Transfer[]>;
  /** Ends all of them. */
  close(): void;
}

interface Entry {
  readonly task: Task;
  transfer: Transfer;
  ended: AbortController;
}

const nothingYet: TransferProgress = { layers: [], bytes: null, of: null };

/** No transfers yet. */
export function createTransfers(perform: Perform): Transfers {
  const entries = new Map<string, Entry>();
  const { change, looks } = createTold();

  const run = async (entry: Entry) => {
    const { signal } = entry.ended;
    const set = (news: Partial<Transfer>) => {
      if (signal.aborted) return;
      entry.transfer = { ...entry.transfer, ...news };
      change();
    };
    const report = (progress: Partial<TransferProgress>) =>
      set({ progress: { ...entry.transfer.progress, ...progress } });
    set({ progress: nothingYet, state: { kind: 'running' } });
    try {
      const said = await perform(entry.task, report, signal);
      set({ state: { kind: 'done', said } });
    } catch (error) {
      set({ state: { kind: 'failed', failure: toFailure(error) } });
    }
  };

  const isRunning = ({ transfer }: Entry) => transfer.state.kind === 'running';

  const refuseTooMany = () => {
    if ([...entries.values()].filter(isRunning).length < mostAtOnce) return;
    throw new SlipwayError({
      code: 'busy',
      message: `${mostAtOnce} transfers are under way, and no more are begun at once.`,
      hint: 'Wait for one of them, or cancel it.',
    });
  };

  return {
    begin(task) {
      const same = JSON.stringify(task);
      for (const [id, entry] of entries) {
        if (JSON.stringify(entry.task) !== same) continue;
        if (isRunning(entry)) return id;
        entries.delete(id);
      }
      refuseTooMany();
      const id = randomUUID();
      const transfer: Transfer = {
        ...{ id, kind: task.kind, name: nameOf(task), progress: nothingYet },
        state: { kind: 'running' },
      };
      const entry = { task, transfer, ended: new AbortController() };
      entries.set(id, entry);
      void run(entry);
      return id;
    },
    cancel(id) {
      const entry = entries.get(id);
      if (entry === undefined || !isRunning(entry)) return;
      entries.delete(id);
      entry.ended.abort();
      change();
    },
    retry(id) {
      const entry = entries.get(id);
      if (entry === undefined)
        throw new SlipwayError({
          code: 'not-found',
          message: 'What is to be tried again is not known any more.',
          hint: 'Begin it anew.',
        });
      if (entry.transfer.state.kind !== 'failed') return;
      refuseTooMany();
      entry.ended = new AbortController();
      void run(entry);
    },
    dismiss(id) {
      const entry = entries.get(id);
      if (entry === undefined || isRunning(entry)) return;
      entries.delete(id);
      change();
    },
    async *follow(signal) {
      for await (const _ of looks(signal)) yield [...entries.values()].map(({ transfer }) => transfer);
    },
    close() {
      for (const { ended } of entries.values()) ended.abort();
      entries.clear();
    },
  };
}
