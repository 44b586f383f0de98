import type { Transfer } from '../../main/contract/engine/transfers.ts';
import { SlipwayError } from '../../main/contract/errors.ts';
import { call } from '../bridge.ts';
import { dismissTransfer, onTransferEnd } from './transfers-store.ts';

/**
 * Fetches an image, and resolves once it is here; false when that was cancelled. Rejects with why it could not be: that is
 * then for the caller alone to tell. `onBegun` is given the transfer's id.
 */
export async function pullToEnd(name: string, onBegun: (id: string) => void): Promise<boolean> {
  const id = await call('transfers.begin', { kind: 'pull', name });
  onBegun(id);
  const end = await new Promise<Transfer['state'] | null>((resolve) => onTransferEnd(id, resolve));
  if (end === null) return false;
  if (end.kind === 'failed') {
    void dismissTransfer(id);
    throw new SlipwayError(end.failure);
  }
  return true;
}
