import {
  ArrowDownToLine,
  ArrowUpFromLine,
  ChevronRight,
  CircleX,
  FolderInput,
  type LucideIcon,
  PackageOpen,
  RotateCw,
  Save,
  X,
} from 'lucide-react';
import { useState } from 'react';
import type { Transfer } from '../../../main/contract/engine/transfers.ts';
import {
  cancelTransfer,
  dismissTransfer,
  retryTransfer,
  useTransfers,
  viewOf,
} from '../../state/transfers-store.ts';
import { transferNote, transferPart, transferTitle } from '../../text/transfer-text.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { TransferLayers } from './transfer-layers.tsx';
import './transfers.css';

const icons: Readonly<Record<Transfer['kind'], LucideIcon>> = {
  pull: ArrowDownToLine,
  push: ArrowUpFromLine,
  save: Save,
  load: PackageOpen,
  import: FolderInput,
  export: Save,
};

/** What is on its way and belongs over a list, each with how far it is; nothing while there is none. */
export function TransferList({ view }: { readonly view: 'images' | 'containers' }) {
  const all = useTransfers((store) => store.transfers);
  const transfers = all.filter(({ kind }) => viewOf(kind) === view);
  if (transfers.length === 0) return null;
  return (
    <ul className="transfers" aria-label="On their way">
      {transfers.map((transfer) => (
        <TransferItem key={transfer.id} transfer={transfer} />
      ))}
    </ul>
  );
}

/** One of them, wherever it is waited for. */
export function TransferItem({ transfer }: { readonly transfer: Transfer }) {
  const { id, kind, name, progress, state } = transfer;
  const [isOpen, setOpen] = useState(kind === 'pull' || kind === 'push');
  const Icon = icons[kind];
  const title = `${transferTitle(transfer)} ${visibleText(name)}`;
  if (state.kind === 'failed') {
    return (
      <li className="transfer transfer-failed" role="alert">
        <CircleX size={15} aria-hidden />
        <FailureText failure={state.failure} />
        <span className="transfer-answers">
          <Button icon={RotateCw} onPress={() => void retryTransfer(id)}>
            Try again
          </Button>
          <IconButton icon={X} label="Dismiss" onPress={() => void dismissTransfer(id)} />
        </span>
      </li>
    );
  }
  const hasLayers = progress.layers.length > 0;
  const note = transferNote(transfer);
  return (
    <li className="transfer">
      <div className="transfer-line">
        <Icon size={15} aria-hidden />
        <span className="transfer-name">
          <span className="quiet">{transferTitle(transfer)}</span>
          <Untrusted className="strong" text={name} />
        </span>
        <span className="transfer-note quiet">{note}</span>
        <Progress label={title} part={transferPart(transfer)} text={note} />
        {hasLayers && (
          <button
            type="button"
            className="transfer-toggle quiet"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <ChevronRight size={13} aria-hidden />
            Layers
            <span className="visually-hidden"> of {visibleText(name)}</span>
          </button>
        )}
        <IconButton icon={X} label={`Cancel ${visibleText(name)}`} onPress={() => void cancelTransfer(id)} />
      </div>
      {hasLayers && isOpen && <TransferLayers name={name} layers={progress.layers} />}
    </li>
  );
}
