import { useState } from 'react';
import { createNetwork } from '../../state/networks-store.ts';
import { useSubmit } from '../../state/use-submit.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Field } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { emptyNetworkForm, type NetworkForm, readNetworkForm } from './network-form.ts';

/** Asks what a new network is to be, and makes it. What the engine answers is said in the dialog. */
export function CreateNetworkDialog({ onClose }: { readonly onClose: () => void }) {
  const [form, setForm] = useState<NetworkForm>(emptyNetworkForm);
  const { parameters, problems } = readNetworkForm(form);
  const set = (change: Partial<NetworkForm>) => setForm((before) => ({ ...before, ...change }));
  const submit = useSubmit({
    isWrong: Object.keys(problems).length > 0,
    sent: form,
    work: () => createNetwork(parameters),
    onDone: onClose,
  });
  const field = (key: keyof NetworkForm['text']) => ({
    value: form.text[key],
    onChange: (value: string) => set({ text: { ...form.text, [key]: value } }),
    problem: submit.isTried ? problems[key] : undefined,
    isDisabled: submit.isBusy,
  });

  return (
    <FormDialog title="Create a network" submit={submit} action="Create" onClose={onClose} width="wide">
      <div className="field-pair">
        <Field label="Name" {...field('name')} isCode autoFocus isRequired placeholder="backend" />
        <Field label="Driver" {...field('driver')} isCode placeholder="bridge" />
      </div>
      <div className="field-pair">
        <Field label="Subnet" {...field('subnet')} isCode placeholder="The engine’s choice when empty" />
        <Field label="Gateway" {...field('gateway')} isCode placeholder="10.20.0.1" />
      </div>
      <div className="field-pair">
        <Field
          label="Range for containers"
          {...field('range')}
          isCode
          placeholder="10.20.0.128/25"
          description="A part of the subnet; all of it when empty."
        />
        <Field
          label="IPv6 subnet"
          {...field('subnet6')}
          isCode
          placeholder="fd00:20::/64"
          isDisabled={submit.isBusy || !form.ipv6}
        />
      </div>
      <Field label="Labels" {...field('labels')} isCode lines={2} placeholder="team=web" />
      <div className="network-choices">
        <Checkbox isSelected={form.ipv6} onChange={(ipv6) => set({ ipv6 })}>
          IPv6
        </Checkbox>
        <Checkbox isSelected={form.internal} onChange={(internal) => set({ internal })}>
          Internal: no way out of it
        </Checkbox>
        <Checkbox isSelected={form.attachable} onChange={(attachable) => set({ attachable })}>
          Attachable: single containers may join an overlay
        </Checkbox>
      </div>
    </FormDialog>
  );
}
