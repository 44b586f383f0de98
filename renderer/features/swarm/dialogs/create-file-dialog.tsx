import { FileUp } from 'lucide-react';
import { useState } from 'react';
import {
  longestFileName,
  mostFileBytes,
  type SwarmFileKind,
} from '../../../../main/contract/engine/swarm-limits.ts';
import type { ChosenFile } from '../../../../main/contract/files.ts';
import { formatSize } from '../../../../main/contract/format.ts';
import { chooseFile, createSwarmFile } from '../../../state/swarm-store.ts';
import { useSubmit } from '../../../state/use-submit.ts';
import { visibleText } from '../../../text/visible-text.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { nameProblem } from '../service-form.ts';

interface CreateFileDialogProps {
  readonly kind: SwarmFileKind;
  readonly onClose: () => void;
}

/** Makes a secret or a config of a text or a file. What it holds is not shown again. */
export function CreateFileDialog({ kind, onClose }: CreateFileDialogProps) {
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const [file, setFile] = useState<ChosenFile | null>(null);
  const isSecret = kind === 'secrets';
  const wrongName = nameProblem(name, longestFileName);
  const wrongText = contentProblem(kind, file, text);
  const submit = useSubmit({
    isWrong: wrongName !== undefined || wrongText !== undefined,
    sent: { name, text, file: file?.id },
    work: () =>
      createSwarmFile(kind, {
        name,
        content: file === null ? { kind: 'text', text } : { kind: 'file', file: file.id },
      }),
    onDone: onClose,
  });
  const choose = async () => {
    const chosen = await chooseFile(isSecret ? 'A file for a secret' : 'A file for a config');
    if (chosen !== null) setFile(chosen);
  };
  return (
    <FormDialog
      title={isSecret ? 'Create a secret' : 'Create a config'}
      submit={submit}
      action="Create"
      onClose={onClose}
      beside={
        file === null ? (
          <Button icon={FileUp} isDisabled={submit.isBusy} onPress={() => void choose()}>
            From a file
          </Button>
        ) : (
          <Button isDisabled={submit.isBusy} onPress={() => setFile(null)}>
            Write it instead
          </Button>
        )
      }
    >
      <Field
        label="Name"
        value={name}
        onChange={setName}
        isDisabled={submit.isBusy}
        autoFocus
        isRequired
        isCode
        placeholder={isSecret ? 'database-password' : 'site-settings'}
        problem={submit.isTried ? wrongName : undefined}
      />
      {file === null ? (
        <Field
          label={isSecret ? 'What is secret' : 'What it holds'}
          value={text}
          onChange={setText}
          isDisabled={submit.isBusy}
          isRequired
          isCode
          lines={5}
          autoComplete="off"
          problem={submit.isTried ? wrongText : undefined}
          description={
            isSecret
              ? 'As it stands, to the last character: without a line’s end unless you write one. Nobody can read it back.'
              : 'As it stands, to the last character.'
          }
        />
      ) : (
        <p className="quiet">{`What is in ${visibleText(file.path)}, as it is when it is created.`}</p>
      )}
    </FormDialog>
  );
}

/** What is wrong with what it is to hold; undefined for nothing. */
function contentProblem(kind: SwarmFileKind, file: ChosenFile | null, text: string): string | undefined {
  if (file !== null) return undefined;
  if (text === '') return 'Write something, or choose a file.';
  const isTooLong = new TextEncoder().encode(text).length > mostFileBytes[kind];
  return isTooLong ? `A Swarm takes at most ${formatSize(mostFileBytes[kind])}.` : undefined;
}
