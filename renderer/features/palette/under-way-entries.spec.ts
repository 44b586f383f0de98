import { expect, it, vi } from 'vitest';
import type { Transfer } from '../../../main/contract/engine/transfers.ts';
import type { Carrier } from '../../state/carriers-store.ts';
import { carrierEntries, transferEntries } from './under-way-entries.ts';

const transfer = (id: string, kind: Transfer['kind'], state: Transfer['state']): Transfer => ({
  ...{ id, kind, state, name: 'web:1' },
  progress: { layers: [], bytes: null, of: null },
});

it('cancels images on their way, and tries again what has failed', () => {
  const failure = { code: 'engine-request-failed', message: 'No.', hint: '' } as const;
  const entries = transferEntries([
    transfer('1', 'pull', { kind: 'running' }),
    transfer('2', 'push', { kind: 'failed', failure }),
  ]);
  expect(entries.map(({ title }) => title)).toEqual([
    'Pulling web:1: Cancel',
    'Pushing web:1: Try again',
    'Pushing web:1: Dismiss',
  ]);
});

it('cancels files on their way, as long as they can be', () => {
  const cancel = vi.fn();
  const carrier = (id: number, isEnding: boolean): Carrier => ({
    ...{ id, title: 'Cloning a to b', bytes: 0, total: null, files: 0, isEnding, isFinal: false, cancel },
  });
  const [entry, ...others] = carrierEntries([carrier(1, false), carrier(2, true)]);
  expect(others).toEqual([]);
  expect(entry?.title).toBe('Cloning a to b: Cancel');
  entry?.onAction();
  expect(cancel).toHaveBeenCalledOnce();
});
