import { useState } from 'react';
import { volumeNamePattern } from '../../../main/contract/engine/volume-name.ts';
import { useSubmit } from '../../state/use-submit.ts';
import { createVolume } from '../../state/volumes-store.ts';
import { readPairs } from '../../text/pairs.ts';
import { Field } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';

/** Asks what a new volume is to be, and makes it. What the engine answers is said in the dialog. */
export function CreateVolumeDialog({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState({ name: '', driver: '', options: '', labels: '' });
  const options = readPairs(text.options);
  const labels = readPairs(text.labels);
  const problems: Partial<Record<keyof typeof text, string | undefined>> = {
    name: volumeNameProblem(text.name),
    options: options.ok ? undefined : options.problem,
    labels: labels.ok ? undefined : labels.problem,
  };
  const submit = useSubmit({
    isWrong: Object.values(problems).some((problem) => problem !== undefined),
    sent: text,
    work: async () => {
      if (!options.ok || !labels.ok) return;
      await createVolume({
        name: text.name,
        driver: text.driver.trim() || 'local',
        options: options.value,
        labels: labels.value,
      });
    },
    onDone: onClose,
  });
  const field = (key: keyof typeof text) => ({
    value: text[key],
    onChange: (value: string) => setText((before) => ({ ...before, [key]: value })),
    problem: submit.isTried ? problems[key] : undefined,
    isDisabled: submit.isBusy,
  });

  return (
    <FormDialog title="Create a volume" submit={submit} action="Create" onClose={onClose}>
      <Field label="Name" {...field('name')} isCode autoFocus isRequired placeholder="site-data" />
      <Field
        label="Driver"
        {...field('driver')}
        isCode
        placeholder="local"
        description="The engine’s own unless a plugin brings another one."
      />
      <Field
        label="Options of the driver"
        {...field('options')}
        isCode
        lines={3}
        placeholder={'type=nfs\no=addr=10.0.0.5,rw\ndevice=:/exports/site'}
      />
      <Field label="Labels" {...field('labels')} isCode lines={2} placeholder="team=web" />
    </FormDialog>
  );
}

/** What is wrong with a volume's name; undefined for nothing. */
export function volumeNameProblem(name: string): string | undefined {
  if (name === '') return 'It needs a name.';
  if (volumeNamePattern.test(name)) return undefined;
  return 'Two letters or more: letters, digits, dots, dashes and underscores, the first a letter or digit.';
}
