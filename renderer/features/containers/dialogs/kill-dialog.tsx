import { useId, useState } from 'react';
import { type KillSignal, killSignals } from '../../../../main/contract/engine/container-words.ts';
import type { Container } from '../../../../main/contract/engine/containers.ts';
import { killContainers } from '../../../state/container-verbs.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Select } from '../../../ui/select.tsx';
import { ContainerNames } from './container-names.tsx';
import { DialogTitle } from './dialog-title.tsx';

interface KillDialogProps {
  readonly containers: readonly Container[];
  readonly onClose: () => void;
}

const titles = Object.fromEntries(Object.keys(killSignals).map((name) => [name, name]));

/** Asks which signal to send to containers. */
export function KillDialog({ containers, onClose }: KillDialogProps) {
  const [signal, setSignal] = useState<KillSignal>('SIGKILL');
  const [labelId, meaningId] = [useId(), useId()];
  const [only] = containers;
  if (only === undefined) return null;
  return (
    <Dialog
      title={
        containers.length === 1 ? (
          <DialogTitle before="Send a signal to " name={only.name} />
        ) : (
          `Send a signal to ${containers.length} containers`
        )
      }
      isOpen
      onClose={onClose}
    >
      <div className="dialog-stack">
        {containers.length > 1 && <ContainerNames containers={containers} />}
        <div className="field">
          <span className="field-label" id={labelId}>
            Signal
          </span>
          <Select
            labelledBy={labelId}
            describedBy={meaningId}
            className="wide-select"
            autoFocus
            value={signal}
            onChange={(next) => setSignal(next as KillSignal)}
            titles={titles}
          />
          <span className="field-description" id={meaningId}>
            What it usually means to the first process: {killSignals[signal]}.
          </span>
        </div>
        <div className="dialog-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button
            kind={signal === 'SIGKILL' ? 'danger' : 'primary'}
            onPress={() => {
              onClose();
              void killContainers(containers, signal);
            }}
          >
            Send
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
