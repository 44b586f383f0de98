import { beforeEach, expect, it } from 'vitest';
import type { Volume } from '../../../main/contract/engine/volumes.ts';
import { closeDialog, useDialog } from '../../state/dialogs.ts';
import { volumeKey } from '../../state/volumes-store.ts';
import { volumeMenu } from '../volumes/volume-menu.ts';
import { volumeRows } from '../volumes/volume-rows.ts';
import { volumeEntries } from './volume-entries.ts';

const anonymous = 'f'.repeat(64);
const [tide, unnamed] = volumeRows(
  [{ name: 'tide' } as Volume, { name: anonymous, isAnonymous: true } as Volume],
  [],
  new Map(),
);
if (tide === undefined || unnamed === undefined) throw new Error('Two volumes make two rows.');

const titles = (pending = {}) => volumeEntries([tide], pending).map(({ title }) => title);
const press = (title: string) =>
  volumeEntries([tide], {})
    .find((entry) => entry.title === title)
    ?.onAction();

beforeEach(closeDialog);

it('has all that is in a volume’s menu and over its page', () => {
  const menu = volumeMenu(tide).flat();
  expect(menu.length).toBeGreaterThan(0);
  expect(titles()).toEqual(expect.arrayContaining(['tide', ...menu.map(({ title }) => `tide: ${title}`)]));
  expect(titles()).toEqual(expect.arrayContaining(['tide: Back up…', 'tide: Files', 'tide: Remove…']));
});

it('opens the same dialogs', () => {
  press('tide: Clone…');
  expect(useDialog.getState().open).toEqual({ kind: 'clone-volume', name: 'tide' });
  press('tide: Empty…');
  expect(useDialog.getState().open).toEqual({ kind: 'empty-volume', name: 'tide' });
  press('tide: Remove…');
  expect(useDialog.getState().open).toEqual({ kind: 'remove-volumes', names: ['tide'] });
});

it('leaves a volume alone to which something is being done', () => {
  expect(titles({ [volumeKey('tide')]: 'Emptying…' })).toEqual(['tide', 'tide: Files']);
  expect(titles({ [volumeKey('ebb')]: 'Emptying…' })).toContain('tide: Empty…');
});

it('finds a volume without a name of its own by all of its digits', () => {
  const [entry] = volumeEntries([unnamed], {});
  expect(entry?.title).toBe(unnamed.shownName);
  expect(entry?.words).toContain(anonymous);
});
