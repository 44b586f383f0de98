import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Transfer } from '../../contract/engine/transfers.ts';
import { untilAborted } from '../../util/wait.ts';
import type { Perform, Report, Task } from './task.ts';
import { createTransfers } from './transfers.ts';

const pull: Task = { kind: 'pull', name: 'shop/web:2' };

/** Transfers that end when the test says so. */
function setup() {
  const begun: { readonly task: Task; readonly signal: AbortSignal; readonly report: Report }[] = [];
  const ends: ((error?: Error) => void)[] = [];
  const perform: Perform = (task, report, signal) => {
    begun.push({ task, report, signal });
    const ended = new Promise<string>((resolve, reject) => {
      ends.push((error) => (error === undefined ? resolve('Done.') : reject(error)));
    });
    return Promise.race([ended, untilAborted(signal)]);
  };
  const transfers = createTransfers(perform);
  /** What a reader is told first. */
  const now = async (): Promise<readonly Transfer[]> => {
    await turn();
    const leave = new AbortController();
    for await (const piece of transfers.follow(leave.signal)) return piece;
    return [];
  };
  return { transfers, begun, end: (which: number, error?: Error) => ends[which]?.(error), now };
}

test('goes on until it is done, and stays to be told of until it is dismissed', async () => {
  const { transfers, begun, end, now } = setup();
  const id = transfers.begin(pull);
  begun[0]?.report({ layers: [{ id: 'a', stage: 'waiting', bytes: null, of: null }] });
  expect(await now()).toMatchObject([
    { id, kind: 'pull', name: 'shop/web:2', state: { kind: 'running' }, progress: { layers: [{ id: 'a' }] } },
  ]);
  transfers.dismiss(id);
  expect(await now()).toHaveLength(1);
  end(0);
  expect(await now()).toMatchObject([{ id, state: { kind: 'done', said: 'Done.' } }]);
  transfers.dismiss(id);
  expect(await now()).toEqual([]);
});

test('is ended by a cancel, and forgotten', async () => {
  const { transfers, begun, now } = setup();
  const id = transfers.begin(pull);
  transfers.cancel(id);
  expect(begun[0]?.signal.aborted).toBe(true);
  begun[0]?.report({ bytes: 5 });
  expect(await now()).toEqual([]);
});

test('takes the same twice for one, and another for another', () => {
  const { transfers, begun } = setup();
  expect(transfers.begin(pull)).toBe(transfers.begin({ ...pull }));
  transfers.begin({ kind: 'pull', name: 'shop/api:2' });
  expect(begun).toHaveLength(2);
});

test('says why one has failed, and tries it again', async () => {
  const { transfers, begun, end, now } = setup();
  const id = transfers.begin(pull);
  begun[0]?.report({ bytes: 5 });
  end(0, new Error('no luck'));
  expect(await now()).toMatchObject([{ id, state: { kind: 'failed', failure: { message: 'no luck' } } }]);
  transfers.retry(id);
  expect(await now()).toMatchObject([{ id, state: { kind: 'running' }, progress: { bytes: null } }]);
  end(1);
  expect(await now()).toMatchObject([{ state: { kind: 'done' } }]);
  expect(() => transfers.retry('no such')).toThrow('not known any more');
});

test('begins anew what has failed when it is asked for again', async () => {
  const { transfers, end, now } = setup();
  const first = transfers.begin(pull);
  end(0, new Error('no luck'));
  await now();
  expect(transfers.begin(pull)).not.toBe(first);
  expect(await now()).toHaveLength(1);
});

test('refuses more at once than make sense', () => {
  const { transfers } = setup();
  for (let index = 0; index < 20; index += 1) transfers.begin({ kind: 'pull', name: `web:${index}` });
  expect(() => transfers.begin(pull)).toThrow('20 transfers are under way');
});

test('tells its readers of each change, in few pieces', async () => {
  const { transfers, begun } = setup();
  transfers.begin(pull);
  const pieces: number[] = [];
  const leave = new AbortController();
  const reading = (async () => {
    for await (const [transfer] of transfers.follow(leave.signal)) {
      pieces.push(transfer?.progress.bytes ?? 0);
      if (transfer?.progress.bytes === 100) leave.abort();
    }
  })();
  await turn();
  for (let bytes = 1; bytes <= 100; bytes += 1) begun[0]?.report({ bytes });
  await reading.catch(() => undefined);
  expect(pieces.at(-1)).toBe(100);
  expect(pieces.length).toBeLessThan(4);
});

test('ends all of them when the app ends', () => {
  const { transfers, begun } = setup();
  transfers.begin(pull);
  transfers.begin({ kind: 'load', path: '/x.tar' });
  transfers.close();
  expect(begun.map(({ signal }) => signal.aborted)).toEqual([true, true]);
});
