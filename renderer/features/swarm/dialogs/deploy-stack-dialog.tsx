import { useState } from 'react';
import { longestFileName } from '../../../../main/contract/engine/swarm-limits.ts';
import type { ChosenFile } from '../../../../main/contract/files.ts';
import { deployStack } from '../../../state/swarm-store.ts';
import { useSubmit } from '../../../state/use-submit.ts';
import { visibleText } from '../../../text/visible-text.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Field } from '../../../ui/field.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { nameProblem, stackNameOf } from '../service-form.ts';
import type { StackRow } from '../swarm-rows.ts';

interface DeployStackDialogProps {
  readonly file: ChosenFile;
  readonly stacks: readonly StackRow[];
  readonly onClose: () => void;
}

/** Asks how a stack is to be called, and deploys it. */
export function DeployStackDialog({ file, stacks, onClose }: DeployStackDialogProps) {
  const [name, setName] = useState(() => stackNameOf(file.path));
  const [prune, setPrune] = useState(false);
  const [sharesLogIn, setSharesLogIn] = useState(false);
  const problem = nameProblem(name, longestFileName);
  const isKnown = stacks.some((stack) => stack.name === name);
  const sent = { name, file: file.id, prune: prune && isKnown, sharesLogIn };
  const submit = useSubmit({
    isWrong: problem !== undefined,
    sent,
    work: () => deployStack(sent),
    onDone: onClose,
  });
  return (
    <FormDialog
      title="Deploy a stack"
      submit={submit}
      action={isKnown ? 'Deploy again' : 'Deploy'}
      onClose={onClose}
    >
      <p className="quiet">{visibleText(file.path)}</p>
      <Field
        label="Name"
        value={name}
        onChange={setName}
        isDisabled={submit.isBusy}
        autoFocus
        isRequired
        isCode
        problem={submit.isTried ? problem : undefined}
        description={
          isKnown
            ? 'There is a stack of that name: it is changed into what the file says.'
            : 'Names of its services begin with it.'
        }
      />
      {isKnown && (
        <Checkbox isSelected={prune} onChange={setPrune} isDisabled={submit.isBusy}>
          Remove services that the file does not have
        </Checkbox>
      )}
      <Checkbox isSelected={sharesLogIn} onChange={setSharesLogIn} isDisabled={submit.isBusy}>
        Give the nodes the log-in to the images’ registries
      </Checkbox>
    </FormDialog>
  );
}
