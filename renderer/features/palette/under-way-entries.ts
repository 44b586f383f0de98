import { RotateCw, X } from 'lucide-react';
import type { Transfer } from '../../../main/contract/engine/transfers.ts';
import type { Carrier } from '../../state/carriers-store.ts';
import { cancelTransfer, dismissTransfer, retryTransfer } from '../../state/transfers-store.ts';
import { transferTitle } from '../../text/transfer-text.ts';
import { visibleText } from '../../text/visible-text.ts';
import type { PaletteEntry } from './entries.ts';
import { entriesOf } from './entries-of.ts';

/** Cancelling images that are on their way, and what can be done about those that did not arrive. */
export function transferEntries(transfers: readonly Transfer[]): readonly PaletteEntry[] {
  return transfers.flatMap((transfer) => {
    const { id, state } = transfer;
    return entriesOf(
      `transfer ${id}`,
      `${transferTitle(transfer)} ${visibleText(transfer.name)}`,
      'transfer image',
      state.kind === 'failed'
        ? [
            { title: 'Try again', icon: RotateCw, onAction: () => void retryTransfer(id) },
            { title: 'Dismiss', icon: X, onAction: () => void dismissTransfer(id) },
          ]
        : [{ title: 'Cancel', icon: X, onAction: () => void cancelTransfer(id) }],
    );
  });
}

/** Cancelling files that are on their way. */
export function carrierEntries(carriers: readonly Carrier[]): readonly PaletteEntry[] {
  return carriers.flatMap(({ id, title, isEnding, isFinal, cancel }) =>
    entriesOf(`carrier ${id}`, title, 'transfer files', [
      { title: 'Cancel', icon: X, isDisabled: isEnding || isFinal, onAction: cancel },
    ]),
  );
}
