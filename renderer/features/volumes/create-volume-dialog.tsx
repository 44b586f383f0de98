import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { volumeNamePattern } from '../../../main/contract/engine/volume-name.ts';
import { type Failure, toFailure } from '../../../main/contract/errors.ts';
import { createVolume } from '../../state/volumes-store.ts';
import { readPairs } from '../../text/pairs.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { Field } from '../../ui/field.tsx';

/** Asks what a new volume is to be, and makes it. What the engine answers is said in the dialog. */
export function CreateVolumeDialog({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState({ name: '', driver: '', options: '', labels: '' });
  const [wasSubmitted, setSubmitted] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const options = readPairs(text.options);
  const labels = readPairs(text.labels);
  const problems: Partial<Record<keyof typeof text, string | undefined>> = {
    name: volumeNameProblem(text.name),
    options: options.ok ? undefined : options.problem,
    labels: labels.ok ? undefined : labels.problem,
  };
  const field = (key: keyof typeof text) => ({
    value: text[key],
    onChange: (value: string) => setText((before) => ({ ...before, [key]: value })),
    problem: wasSubmitted ? problems[key] : undefined,
    isDisabled: isBusy,
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setSubmitted(true);
    if (problems.name !== undefined || !options.ok || !labels.ok) return;
    setBusy(true);
    setFailure(null);
    try {
      await createVolume({
        name: text.name,
        driver: text.driver.trim() || 'local',
        options: options.value,
        labels: labels.value,
      });
      onClose();
    } catch (error) {
      setFailure(toFailure(error));
      setBusy(false);
    }
  };

  return (
    <Dialog title="Create a volume" isOpen onClose={onClose}>
      <Form className="dialog-stack" onSubmit={(event) => void submit(event)} validationBehavior="aria">
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
        {failure !== null && (
          <div className="problem problem-grave" role="alert">
            <FailureText failure={failure} />
          </div>
        )}
        <div className="dialog-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" isBusy={isBusy}>
            Create
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}

/** What is wrong with a volume's name; undefined for nothing. */
export function volumeNameProblem(name: string): string | undefined {
  if (name === '') return 'It needs a name.';
  if (volumeNamePattern.test(name)) return undefined;
  return 'Two letters or more: letters, digits, dots, dashes and underscores, the first a letter or digit.';
}
