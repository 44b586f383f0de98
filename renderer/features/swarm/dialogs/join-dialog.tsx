import { useState } from 'react';
import { joinSwarm } from '../../../state/swarm-store.ts';
import { useSubmit } from '../../../state/use-submit.ts';
import { Field } from '../../../ui/field.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';

/** Joins a Swarm, as a worker or a manager: the token says which. */
export function JoinDialog({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState({ managers: '', token: '', address: '' });
  const managers = text.managers.split(/[\s,]+/).filter(Boolean);
  const problems = {
    managers: managers.length === 0 ? 'Where is a manager?' : undefined,
    token: text.token.trim() === '' ? 'A manager tells it: Join tokens, in its menu.' : undefined,
  };
  const submit = useSubmit({
    isWrong: Object.values(problems).some((problem) => problem !== undefined),
    sent: text,
    work: () => joinSwarm({ managers, token: text.token, address: text.address }),
    onDone: onClose,
  });
  const field = (key: keyof typeof text) => ({
    value: text[key],
    onChange: (value: string) => setText((before) => ({ ...before, [key]: value })),
    problem: submit.isTried && key !== 'address' ? problems[key] : undefined,
    isDisabled: submit.isBusy,
    isCode: true,
  });
  return (
    <FormDialog title="Join a Swarm" submit={submit} action="Join" onClose={onClose}>
      <Field label="Managers" {...field('managers')} autoFocus isRequired placeholder="192.168.1.5:2377" />
      <Field
        label="Token"
        {...field('token')}
        isRequired
        autoComplete="off"
        placeholder="SWMTKN-1-…"
        description="Of a worker or of a manager: it says what this engine becomes."
      />
      <Field
        label="Address of this engine"
        {...field('address')}
        placeholder="The engine’s choice"
        description="By which the other nodes reach it. Slipway’s virtual machine is reached by none: a Swarm of several machines needs engines with an address of their own."
      />
    </FormDialog>
  );
}
