import { beforeEach, expect, it } from 'vitest';
import { SlipwayError } from '../../main/contract/errors.ts';
import { useNotices } from './notices.ts';
import { usePending } from './pending.ts';
import { trackMany } from './track-many.ts';

const words = { underWay: 'Removing…', done: 'Removed', verb: 'remove', one: 'volume', many: 'volumes' };
const items = ['a', 'b', 'c'].map((name) => ({ id: `volume ${name}`, name }));
const refusal = (name: string) =>
  new SlipwayError({ code: 'engine-request-failed', message: `${name} is in use.`, hint: 'Stop it.' });

beforeEach(() => {
  useNotices.setState({ notices: [] });
  usePending.setState({}, true);
});

it('says once that all went well, and answers them', async () => {
  expect(await trackMany(items, words, async () => undefined)).toEqual(items);
  expect(useNotices.getState().notices).toMatchObject([{ kind: 'done', text: 'Removed 3 volumes.' }]);
  expect(usePending.getState()).toEqual({});
});

it('gives one report of what failed, each with its reason', async () => {
  const done = await trackMany(items, words, async ({ name }) => {
    if (name !== 'b') throw refusal(name);
  });
  expect(done).toEqual([items[1]]);
  expect(useNotices.getState().notices).toMatchObject([
    {
      kind: 'failure',
      failure: {
        message: 'Removed 1 of 3 volumes: 2 could not be done.',
        detail: 'a: a is in use. Stop it.\n\nc: c is in use. Stop it.',
      },
    },
  ]);
});

it('gives the engine’s own words when it was one alone', async () => {
  await trackMany(items.slice(0, 1), words, () => Promise.reject(refusal('a')));
  expect(useNotices.getState().notices).toMatchObject([{ failure: { message: 'a is in use.' } }]);
});

it('leaves alone what another action is under way on', async () => {
  usePending.setState({ 'volume a': 'Backing up…' });
  const acted: string[] = [];
  await trackMany(items, words, async ({ name }) => {
    acted.push(name);
  });
  expect(acted).toEqual(['b', 'c']);
  expect(usePending.getState()).toEqual({ 'volume a': 'Backing up…' });
});
