import { assertNever } from '../../../main/contract/assert-never.ts';
import type { NetworkDialog } from '../../state/dialogs.ts';
import { useCloseOnceGone } from '../../state/use-close-once-gone.ts';
import { ConnectDialog } from './connect-dialog.tsx';
import { isUnused } from './network-rows.ts';
import { RemoveNetworksDialog } from './remove-networks-dialog.tsx';
import { useNetworkRows } from './use-network-rows.ts';

interface NetworkDialogsProps {
  readonly open: NetworkDialog;
  readonly onClose: () => void;
}

/** The dialogs about networks that there are. Once none of them is there any more, the dialog goes too. */
export function NetworkDialogs({ open, onClose }: NetworkDialogsProps) {
  const ids = open.kind === 'remove-networks' ? open.ids : [open.network];
  const rows = useNetworkRows().filter(({ id }) => ids.includes(id));
  const [row] = rows;
  const isGone = row === undefined;
  useCloseOnceGone(isGone, onClose);
  if (isGone) return null;
  switch (open.kind) {
    case 'connect':
      return <ConnectDialog row={row} onClose={onClose} />;
    case 'remove-networks':
      return <RemoveNetworksDialog rows={rows} onRemoved={open.onRemoved} onClose={onClose} />;
    default:
      return assertNever(open);
  }
}

/** Asks before every network is removed that nothing uses. */
export function PruneNetworksDialog({ onClose }: { readonly onClose: () => void }) {
  const rows = useNetworkRows().filter(isUnused);
  return <RemoveNetworksDialog rows={rows} title="Prune networks" onClose={onClose} />;
}
