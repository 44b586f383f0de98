import { expect, it } from 'vitest';
import type { Snapshot } from '../../../main/contract/snapshots.ts';
import { useDialog } from '../../state/dialogs.ts';
import { snapshotEntries, snapshotWorkEntries } from './snapshot-entries.ts';

const snapshot: Snapshot = { name: 'before', createdAt: 0, reason: 'asked', memory: true, bytes: 1 };
const titles = (isBusy: boolean) => snapshotEntries([snapshot], isBusy).map(({ title }) => title);

it('restores and deletes each, and neither while something is done to one', () => {
  expect(titles(false)).toEqual(['before', 'before: Restore…', 'before: Delete…']);
  expect(titles(true)).toEqual(['before']);
  snapshotEntries([snapshot], false)
    .find(({ title }) => title === 'before: Restore…')
    ?.onAction();
  expect(useDialog.getState().open).toEqual({ kind: 'restore-snapshot', snapshot });
});

it('gives up what is under way', () => {
  expect(snapshotWorkEntries(null)).toEqual([]);
  const entries = snapshotWorkEntries({ name: 'before', work: 'restore', step: 'disk', done: null });
  expect(entries.map(({ title }) => title)).toEqual(['Restoring before: Give up']);
});
