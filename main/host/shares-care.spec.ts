import { expect, it } from 'vitest';
import { SlipwayError } from '../contract/errors.ts';
import type { Share } from '../contract/shares.ts';
import { failure } from '../vm/fakes/fake-machine.ts';
import type { SupervisorView } from '../vm/supervisor.ts';
import { careForShares } from './shares-care.ts';

const here: Share = { path: '/here', readOnly: false };
const gone: Share = { path: '/gone', readOnly: false };

let told = 0;

function care(
  wanted: readonly Share[] | SlipwayError,
  present: readonly Share[] = [],
  dead: readonly Share[] = [],
) {
  const view = { machine: { shares: present } } as unknown as SupervisorView;
  return careForShares({
    supervisor: () => ({ view: () => view }),
    load: async () => {
      if (wanted instanceof SlipwayError) throw wanted;
      return wanted;
    },
    sharing: {
      offer: async (shares) => ({
        shown: shares.filter(({ path }) => path !== gone.path),
        problems: shares.filter(({ path }) => path === gone.path).map(() => failure('share-unavailable')),
      }),
      lost: async () => dead.map((share) => ({ share, problem: failure('share-unavailable', 'lost') })),
    },
    onProblems: () => {
      told += 1;
    },
  });
}

it('starts with the folders that can be shown, and says why others are not', async () => {
  const shares = care([here, gone]);
  expect(await shares.offer()).toEqual([here]);
  expect(shares.problems()).toMatchObject([{ code: 'share-unavailable' }]);
});

it('starts without folders when their list is damaged', async () => {
  const shares = care(new SlipwayError(failure('settings-invalid')));
  expect(await shares.offer()).toEqual([]);
  expect(shares.problems()).toMatchObject([{ code: 'settings-invalid' }]);
});

it('tells which the VM has in the way that is wanted', async () => {
  expect(await care([here, gone], [{ ...here, readOnly: true }]).list()).toMatchObject([
    { path: '/here', readOnly: false, isShown: false, isWanted: true, problem: null },
    { path: '/gone', isShown: false, isWanted: true, problem: { code: 'share-unavailable' } },
    { path: '/here', readOnly: true, isShown: true, isWanted: false, problem: null },
  ]);
  expect(await care([here], [here]).list()).toEqual([
    { ...here, isShown: true, isWanted: true, problem: null },
  ]);
});

it('tells once of a folder that the VM has lost, and no longer at the next start', async () => {
  const shares = care([here], [here], [here]);
  told = 0;
  await shares.look();
  await shares.look();
  expect(told).toBe(1);
  expect(shares.problems()).toMatchObject([{ message: 'lost' }]);
  expect(await shares.list()).toMatchObject([
    { path: '/here', isShown: false, problem: { message: 'lost' } },
  ]);
  await shares.offer();
  expect(shares.problems()).toEqual([]);
});
