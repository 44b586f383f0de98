import { beforeEach, expect, it } from 'vitest';
import type { SharedChange } from '../../contract/shares.ts';
import { abortAfter, delay, poll } from '../../util/wait.ts';
import type { Hint } from './change-finder.ts';
import { type ChangeQueue, createChangeQueue } from './change-queue.ts';

let queue: ChangeQueue;
let asked: (readonly Hint[])[];
let lost: string[];
let told: string[][];
let hold: Promise<void>;
/** Until which the finder looks. */
let looking: Promise<void>;

const tell = (changes: readonly SharedChange[]) => {
  told.push(changes.map(({ path }) => path));
  return hold;
};
const hint = (name: string, moves = 0, folder = '/f') => ({ folder, name, moves });
const until = (check: () => boolean) => poll(2, abortAfter(5_000), () => (check() ? true : undefined));

beforeEach(() => {
  asked = [];
  lost = [];
  told = [];
  hold = Promise.resolve();
  looking = Promise.resolve();
  queue = createChangeQueue({
    finder: {
      async find(folder, hints) {
        asked.push(hints);
        await looking;
        return folder === '/lost'
          ? undefined
          : hints.map(({ name }) => ({ path: `${folder}/${name}`, at: 1 }));
      },
      recent: async () => [],
    },
    ...{ gatherMs: 5, mostHints: 3, onLost: (folder) => lost.push(folder) },
  });
});

it('tells once of what comes together', async () => {
  queue.setTeller(tell);
  for (const moves of [1, 0, 1]) queue.add(hint('a', moves));
  queue.add(hint('b'));
  await until(() => told.length > 0);
  await delay(20, abortAfter(1_000));
  expect(told).toEqual([['/f/a', '/f/b']]);
  expect(asked).toEqual([[hint('a', 2), hint('b')]]);
});

it('tells of the folders alone when too much comes', async () => {
  queue.setTeller(tell);
  for (let number = 0; number < 1_000; number += 1) queue.add(hint(`n${number}`));
  await until(() => told.length > 0);
  expect(told).toEqual([['/f', '/f/n0', '/f/n1', '/f/n2']]);
});

it('keeps what comes while nobody is told, or until he can hear more', async () => {
  queue.add(hint('a'));
  await delay(20, abortAfter(1_000));
  expect(asked).toEqual([]);
  let letGo: () => void = () => undefined;
  hold = new Promise((resolve) => {
    letGo = resolve;
  });
  queue.setTeller(tell);
  await until(() => told.length === 1);
  queue.add(hint('b'));
  queue.add(hint('b'));
  await delay(20, abortAfter(1_000));
  expect(told).toHaveLength(1);
  letGo();
  await until(() => told.length === 2);
  expect(told).toEqual([['/f/a'], ['/f/b']]);
});

it('tells of a folder that is lost, and says so', async () => {
  queue.setTeller(tell);
  queue.add(hint('a', 1, '/lost'));
  await until(() => told.length > 0);
  expect([told, lost]).toEqual([[['/lost']], ['/lost']]);
});

it('tells nothing of what was cleared', async () => {
  queue.setTeller(tell);
  queue.add(hint('a'));
  queue.addFolder('/f');
  queue.clear();
  await delay(20, abortAfter(1_000));
  expect(told).toEqual([]);
});

it('keeps what was found when whoever was to hear of it had gone meanwhile', async () => {
  let found: () => void = () => undefined;
  looking = new Promise((resolve) => {
    found = resolve;
  });
  queue.setTeller(tell);
  queue.add(hint('a'));
  await until(() => asked.length > 0);
  queue.setTeller(undefined);
  found();
  await delay(20, abortAfter(1_000));
  const before = told.length;
  queue.setTeller(tell);
  await until(() => told.length > 0);
  expect(told).toEqual([['/f/a']]);
  expect(before).toBe(0);
});
