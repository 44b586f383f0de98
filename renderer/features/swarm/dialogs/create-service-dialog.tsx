import { useId, useState } from 'react';
import { useEngine } from '../../../state/engine-store.ts';
import { createService } from '../../../state/swarm-store.ts';
import { useSubmit } from '../../../state/use-submit.ts';
import { visibleText } from '../../../text/visible-text.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { DialogForm } from '../../../ui/form-dialog.tsx';
import { type Cell, RowEditor } from '../../../ui/row-editor.tsx';
import { readWords } from '../../run/line/shell-words.ts';
import { useDiscard } from '../../run/use-discard.tsx';
import {
  emptyPortRow,
  emptyServiceForm,
  emptyVariableRow,
  readServiceForm,
  type ServiceForm,
  type ServicePortRow,
  type VariableRow,
} from '../service-form.ts';

const portCells: readonly Cell<ServicePortRow>[] = [
  { key: 'published', title: 'Published port', width: '1fr', placeholder: 'any free one' },
  { key: 'target', title: 'Container port', width: '1fr', placeholder: '80' },
  {
    ...{ key: 'protocol', title: 'Protocol', width: '84px', kind: 'choice' },
    titles: { tcp: 'TCP', udp: 'UDP', sctp: 'SCTP' },
  },
  {
    ...{ key: 'mode', title: 'Where', width: '1.2fr', kind: 'choice' },
    titles: { ingress: 'On every node', host: 'Where a task is' },
  },
];

const variableCells: readonly Cell<VariableRow>[] = [
  { key: 'name', title: 'Variable', width: '1fr', placeholder: 'NAME' },
  { key: 'value', title: 'Value', width: '2fr', kind: 'lines' },
];

type Text = 'name' | 'image' | 'replicas' | 'command' | 'networks' | 'secrets' | 'configs' | 'constraints';

/** Asks what a service is to be, and makes it. What the engine answers is said in the dialog. */
export function CreateServiceDialog({ onClose }: { readonly onClose: () => void }) {
  const [form, setForm] = useState<ServiceForm>(emptyServiceForm);
  const images = useEngine((store) => store.images);
  const listId = useId();
  const { options, problems } = readServiceForm(form, readWords);
  const set = (change: Partial<ServiceForm>) => setForm((before) => ({ ...before, ...change }));
  const submit = useSubmit({
    isWrong: Object.keys(problems).length > 0,
    sent: form,
    work: () => createService(options),
    onDone: onClose,
  });
  const { leave, question } = useDiscard(
    JSON.stringify(form) !== JSON.stringify(emptyServiceForm) && !submit.isBusy,
    onClose,
    'The form is filled in, and no service was created yet.',
  );
  const field = (key: Text) => ({
    value: form[key],
    onChange: (value: string) => set({ [key]: value }),
    problem: submit.isTried ? problems[key] : undefined,
    isDisabled: submit.isBusy,
  });
  const problemIn = (part: 'ports' | 'environment') => (index: number, key: string) =>
    submit.isTried ? problems[`${part}.${index}.${key}`] : undefined;

  return (
    <Dialog title="Create a service" isOpen onClose={leave} width="wide" isDismissable={false}>
      <DialogForm submit={submit} action="Create" onClose={leave}>
        <div className="field-pair">
          <Field
            label="Image"
            {...field('image')}
            isCode
            autoFocus
            isRequired
            list={listId}
            placeholder="nginx:1.29"
          />
          <Field label="Name" {...field('name')} isCode isRequired placeholder="web" />
        </div>
        <datalist id={listId}>
          {(images.kind === 'loaded' ? images.items : []).flatMap(({ tags }) =>
            tags.map((tag) => <option key={tag} value={visibleText(tag)} />),
          )}
        </datalist>
        <div className="field-pair">
          <Field
            label="Tasks"
            {...field('replicas')}
            isDisabled={submit.isBusy || form.isGlobal}
            inputMode="numeric"
            description="How many containers of it are to run."
          />
          <Field label="Command" {...field('command')} isCode placeholder="The image’s own" />
        </div>
        <Checkbox
          isSelected={form.isGlobal}
          onChange={(isGlobal) => set({ isGlobal })}
          isDisabled={submit.isBusy}
        >
          One on each node, however many there are
        </Checkbox>
        <RowEditor
          label="Ports"
          one="port"
          rows={form.ports}
          empty={emptyPortRow}
          cells={portCells}
          onChange={(ports) => set({ ports })}
          problem={problemIn('ports')}
          isDisabled={submit.isBusy}
        />
        <RowEditor
          label="Environment"
          one="variable"
          rows={form.environment}
          empty={emptyVariableRow}
          cells={variableCells}
          onChange={(environment) => set({ environment })}
          problem={problemIn('environment')}
          isDisabled={submit.isBusy}
        />
        <div className="field-pair">
          <Field label="Networks" {...field('networks')} isCode placeholder="Of the Swarm: overlay" />
          <Field
            label="Placed where"
            {...field('constraints')}
            isCode
            lines={2}
            placeholder={'node.role==worker\nnode.labels.disk==ssd'}
          />
        </div>
        <div className="field-pair">
          <Field label="Secrets" {...field('secrets')} isCode placeholder="Their names" />
          <Field label="Configs" {...field('configs')} isCode placeholder="Their names" />
        </div>
        <Checkbox
          isSelected={form.sharesLogIn}
          onChange={(sharesLogIn) => set({ sharesLogIn })}
          isDisabled={submit.isBusy}
        >
          Give the nodes the log-in to the image’s registry
        </Checkbox>
      </DialogForm>
      {question}
    </Dialog>
  );
}
