import { FileKey, Plus } from 'lucide-react';
import { useId, useState } from 'react';
import type { ChosenFile } from '../../../main/contract/files.ts';
import { addEngine, chooseTlsFile, type NewEngine, testEngine } from '../../state/engines-store.ts';
import { notifyFailure } from '../../state/notices.ts';
import { useSubmit } from '../../state/use-submit.ts';
import { show } from '../../state/view-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Field } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import './engines.css';

type Files = NonNullable<NewEngine['tls']>;

const noFiles: Files = { ca: null, cert: null, key: null };

const fileTitles: Readonly<Record<keyof Files, string>> = {
  ca: 'Certificate of its authority',
  cert: 'Your certificate',
  key: 'The key of your certificate',
};

/** Asks for a further engine; once it is added it is tested. */
export function AddEngineDialog({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const [endpoint, setEndpoint] = useState('');
  const [isSecure, setSecure] = useState(true);
  const [files, setFiles] = useState(noFiles);
  const isTcp = endpoint.trim().startsWith('tcp://');
  const tls = isTcp && isSecure ? files : null;
  const problems = {
    name: name.trim() === '' ? 'It needs a name.' : undefined,
    endpoint: endpoint.trim() === '' ? 'Say where it is.' : undefined,
  };
  const submit = useSubmit({
    isWrong: problems.name !== undefined || problems.endpoint !== undefined,
    sent: { name, endpoint, tls },
    work: () => addEngine({ name: name.trim(), endpoint: endpoint.trim(), tls }),
    onDone() {
      onClose();
      show('settings');
      void testEngine(name.trim());
    },
  });
  return (
    <FormDialog title="Add an engine" submit={submit} action="Add" icon={Plus} onClose={onClose}>
      <Field
        label="Name"
        value={name}
        onChange={setName}
        autoFocus
        isCode
        placeholder="build"
        problem={submit.isTried ? problems.name : undefined}
        isDisabled={submit.isBusy}
      />
      <Field
        label="Endpoint"
        value={endpoint}
        onChange={setEndpoint}
        isCode
        placeholder="ssh://ann@build.example"
        description="ssh://USER@HOST, tcp://HOST:2376 with TLS, or unix:///PATH of a socket of this computer."
        problem={submit.isTried ? problems.endpoint : undefined}
        isDisabled={submit.isBusy}
      />
      {isTcp && (
        <>
          <Checkbox isSelected={isSecure} onChange={setSecure} isDisabled={submit.isBusy}>
            By TLS
          </Checkbox>
          {isSecure &&
            (['ca', 'cert', 'key'] as const).map((which) => (
              <FileField
                key={which}
                title={fileTitles[which]}
                none={which === 'ca' ? 'Public authorities' : 'None'}
                file={files[which]}
                onChoose={(file) => setFiles({ ...files, [which]: file })}
                isDisabled={submit.isBusy}
              />
            ))}
        </>
      )}
    </FormDialog>
  );
}

interface FileFieldProps {
  readonly title: string;
  /** What holds without one. */
  readonly none: string;
  readonly file: ChosenFile | null;
  readonly onChoose: (file: ChosenFile) => void;
  readonly isDisabled: boolean;
}

function FileField({ title, none, file, onChoose, isDisabled }: FileFieldProps) {
  const id = useId();
  const choose = async () => {
    try {
      const chosen = await chooseTlsFile(title);
      if (chosen !== null) onChoose(chosen);
    } catch (error) {
      notifyFailure(error);
    }
  };
  return (
    <div className="field">
      <span id={id} className="field-label">
        {title}
      </span>
      <div className="engine-file">
        {file === null ? <span className="quiet">{none}</span> : <code>{visibleText(file.path)}</code>}
        <Button
          icon={FileKey}
          aria-label={`Choose a file: ${title}`}
          isDisabled={isDisabled}
          onPress={() => void choose()}
        >
          Choose…
        </Button>
      </div>
    </div>
  );
}
