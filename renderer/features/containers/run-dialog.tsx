import { Play } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { Checkbox, Form } from 'react-aria-components';
import type { RunParameters } from '../../../main/contract/engine/containers.ts';
import { type Failure, toFailure } from '../../../main/contract/errors.ts';
import { runImage } from '../../state/actions.ts';
import { useEngine } from '../../state/engine-store.ts';
import { isAsleep, useStatus } from '../../state/status-store.ts';
import { show } from '../../state/view-store.ts';
import { readCommand, readEnvironment, readPorts, readVolumes } from '../../text/run-form.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Problem } from '../../ui/problem.tsx';

interface RunDialogProps {
  readonly image?: string;
  readonly onClose: () => void;
}

const empty = { image: '', name: '', command: '', ports: '', environment: '', volumes: '' };
type FormText = typeof empty;

/** Runs an image. What is wrong is said beside the field, and what the engine answers in the dialog. */
export function RunDialog({ image = '', onClose }: RunDialogProps) {
  const [text, setText] = useState<FormText>({ ...empty, image });
  const [removeWhenDone, setRemoveWhenDone] = useState(false);
  const [tty, setTty] = useState(false);
  const [wasSubmitted, setWasSubmitted] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const imagesId = useId();
  const asleep = useStatus(isAsleep);
  const form = readForm(text);
  const problem = (field: keyof FormText) => (wasSubmitted ? form.problems[field] : undefined);
  const field = (name: keyof FormText) => ({
    value: text[name],
    onChange: (value: string) => setText((before) => ({ ...before, [name]: value })),
    problem: problem(name),
    isDisabled: isBusy,
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setWasSubmitted(true);
    if (Object.keys(form.problems).length > 0) return;
    setIsBusy(true);
    setFailure(null);
    try {
      await runImage({ ...form.parameters, removeWhenDone, tty });
      show('containers');
      onClose();
    } catch (error) {
      setFailure(toFailure(error));
      setIsBusy(false);
    }
  };

  return (
    <Dialog title="Run an image" isOpen onClose={onClose} width="wide">
      <Form className="run-form" onSubmit={(event) => void submit(event)} validationBehavior="aria">
        <div className="run-fields">
          <div className="field-pair">
            <Field
              label="Image"
              {...field('image')}
              list={imagesId}
              placeholder="slipway/busybox"
              autoFocus={image === ''}
              isRequired
            />
            <Field
              label="Name"
              {...field('name')}
              placeholder="Made up when empty"
              autoFocus={image !== ''}
            />
          </div>
          <ImageNames id={imagesId} />
          <Field label="Command" {...field('command')} isCode placeholder="The image’s own when empty" />
          <Field
            label="Ports"
            {...field('ports')}
            isCode
            placeholder="8080:80 127.0.0.1:5353:53/udp"
            description="Host port, then container port. A single number takes any free host port."
          />
          <div className="field-pair">
            <Field
              label="Environment"
              {...field('environment')}
              isCode
              lines={3}
              placeholder="NAME=value"
              description="One a line."
            />
            <Field
              label="Volumes"
              {...field('volumes')}
              isCode
              lines={3}
              placeholder={'data:/var/lib/data\n/home/me/site:/site:ro'}
              description="One a line; :ro at its end makes it read-only."
            />
          </div>
          <div className="run-choices">
            <Choice isSelected={removeWhenDone} onChange={setRemoveWhenDone}>
              Remove when it ends
            </Choice>
            <Choice isSelected={tty} onChange={setTty}>
              With a terminal
            </Choice>
          </div>
          {failure !== null && <Problem failure={failure} isGrave />}
        </div>
        <div className="dialog-actions">
          {asleep && <p className="dialog-note">The engine is asleep: this wakes it.</p>}
          <Button onPress={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" icon={Play} isBusy={isBusy}>
            {asleep ? 'Wake and run' : 'Run'}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}

interface ChoiceProps {
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly children: string;
}

function Choice({ children, ...rest }: ChoiceProps) {
  return (
    <Checkbox {...rest} className="checkbox">
      <span className="checkbox-box" aria-hidden />
      {children}
    </Checkbox>
  );
}

/** The names of the images that are here, to choose from. */
function ImageNames({ id }: { readonly id: string }) {
  const images = useEngine((store) => store.images);
  const tags = images.kind === 'loaded' ? images.items.flatMap((image) => image.tags) : [];
  return (
    <datalist id={id}>
      {tags.map((tag) => (
        <option key={tag} value={visibleText(tag)} />
      ))}
    </datalist>
  );
}

/** Reads all fields: the parameters as far as they can be read, and what is wrong with the rest. */
function readForm(text: FormText): {
  readonly parameters: RunParameters;
  readonly problems: Partial<Record<keyof FormText, string>>;
} {
  const problems: Partial<Record<keyof FormText, string>> = {};
  const read = <T,>(
    field: keyof FormText,
    reader: (
      value: string,
    ) => { readonly ok: true; readonly value: T[] } | { readonly ok: false; readonly problem: string },
  ): T[] => {
    const result = reader(text[field]);
    if (result.ok) return result.value;
    problems[field] = result.problem;
    return [];
  };
  if (text.image.trim() === '') problems.image = 'Say which image to run.';
  const parameters: RunParameters = {
    image: text.image,
    name: text.name,
    command: read('command', readCommand),
    ports: read('ports', readPorts),
    environment: read('environment', readEnvironment),
    volumes: read('volumes', readVolumes),
  };
  return { parameters, problems };
}
