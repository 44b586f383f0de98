import { useState } from 'react';
import { useEngine } from '../../state/engine-store.ts';
import { useSubmit } from '../../state/use-submit.ts';
import { clone } from '../../state/volume-contents.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Field } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { volumeNameProblem } from './create-volume-dialog.tsx';
import type { VolumeRow } from './volume-rows.ts';

interface CloneVolumeDialogProps {
  readonly row: VolumeRow;
  readonly onClose: () => void;
}

/** Asks for the name of a volume that is to hold the same. */
export function CloneVolumeDialog({ row, onClose }: CloneVolumeDialogProps) {
  const [name, setName] = useState(row.isAnonymous ? '' : `${row.name}-copy`);
  const problem = useNewVolumeProblem(name);
  const submit = useSubmit({
    isWrong: problem !== undefined,
    sent: name,
    work: async () => {
      // It takes its time: how far it is shows in the corner.
      void clone(row.name, name, row.bytes ?? null);
    },
    onDone: onClose,
  });
  return (
    <FormDialog title="Clone a volume" submit={submit} action="Clone" onClose={onClose}>
      <p className="dialog-text">
        The new volume holds all that <bdi>{visibleText(row.shownName)}</bdi> holds now, with its owners and
        rights. What containers write meanwhile may be there in part.
      </p>
      <Field
        label="Name of the new volume"
        value={name}
        onChange={setName}
        problem={submit.isTried ? problem : undefined}
        isCode
        autoFocus
        isRequired
      />
    </FormDialog>
  );
}

/** What is wrong with the name of a volume that is to be made; undefined for nothing. */
export function useNewVolumeProblem(name: string): string | undefined {
  const volumes = useEngine((store) => store.volumes);
  const isTaken = volumes.kind === 'loaded' && volumes.items.some((volume) => volume.name === name);
  return volumeNameProblem(name) ?? (isTaken ? 'There is a volume of that name.' : undefined);
}
