import { expect, it } from 'vitest';
import type { LocalRegistry } from '../../../main/contract/engine/local-registry.ts';
import { usageKinds } from '../../../main/contract/engine/usage-kinds.ts';
import type { Status } from '../../../main/contract/status.ts';
import { useDialog } from '../../state/dialogs.ts';
import { imagesMenu } from '../images/images-menu.ts';
import { volumesMenu } from '../volumes/volume-menu.ts';
import { diskEntries, listEntries, pruneEntries, registryEntries } from './whole-entries.ts';

const listed = (isChecking: boolean) => listEntries([], isChecking).map(({ title }) => title);

it('has all that is in the menus of the views', () => {
  const images = imagesMenu([], false).flat();
  const volumes = volumesMenu().flat();
  expect(listed(false)).toEqual([
    ...images.map(({ title }) => `Images: ${title}`),
    ...volumes.map(({ title }) => `Volumes: ${title}`),
  ]);
});

it('looks for newer images once at a time, and stops', () => {
  expect(listed(true)).toContain('Images: Stop looking for newer ones');
  expect(listed(true)).not.toContain('Images: Look for newer ones');
});

it('prunes every kind', () => {
  const asked = pruneEntries().map(({ onAction }) => {
    onAction();
    return useDialog.getState().open;
  });
  for (const what of [...usageKinds, 'networks']) expect(asked).toContainEqual({ kind: 'prune', what });
});

it('compacts the disk where there is one to compact', () => {
  const entries = (state: Status['state'], isCompacting: boolean) =>
    diskEntries({ state } as Status, isCompacting).map(({ title }) => title);
  expect(entries('running', false)).toEqual(['Compact the disk']);
  expect(entries('sleeping', false)).toEqual(['Compact the disk']);
  expect(entries('stopped', false)).toEqual([]);
  expect(entries('running', true)).toEqual([]);
  expect(diskEntries(null, false)).toEqual([]);
});

it('starts the local registry or stops it, whichever there is to do', () => {
  const entries = (state: LocalRegistry['state'], isBusy = false) =>
    registryEntries({ state } as LocalRegistry, isBusy).map(({ title }) => title);
  expect(entries('running')).toEqual(['Stop the local registry']);
  expect(entries('stopped')).toEqual(['Start the local registry']);
  expect(entries('unknown')).toEqual(['Start the local registry']);
  expect(entries('running', true)).toEqual([]);
  expect(registryEntries(null, false)).toEqual([]);
});
