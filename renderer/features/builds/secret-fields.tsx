import { FileKey, KeyRound, X } from 'lucide-react';
import type { SecretRow } from '../../state/build-form.ts';
import { chooseSecret } from '../../state/builds-store.ts';
import { notifyFailure } from '../../state/notices.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';

interface SecretFieldsProps {
  readonly rows: readonly SecretRow[];
  readonly onChange: (rows: readonly SecretRow[]) => void;
  readonly problems: Readonly<Record<string, string>>;
  readonly isDisabled: boolean;
}

/** Secrets that RUN can mount: texts, which are not shown, or files. */
export function SecretFields({ rows, onChange, problems, isDisabled }: SecretFieldsProps) {
  const change = (index: number, part: Partial<SecretRow>) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  const addFile = async () => {
    try {
      const file = await chooseSecret();
      if (file !== null) onChange([...rows, { id: idFrom(file.path), text: '', file }]);
    } catch (error) {
      notifyFailure(error);
    }
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out, and brings a legend of its own
    <div className="build-secrets" role="group" aria-label="Secrets">
      {rows.map(({ id, text, file }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place, and all of it is given
        <div className="build-secret" key={index}>
          <Field
            label={`Secret ${index + 1}`}
            placeholder="its id in the Dockerfile"
            value={id}
            onChange={(next) => change(index, { id: next })}
            problem={problems[`secrets.${index}.id`]}
            isDisabled={isDisabled}
            isCode
          />
          {file === null ? (
            <Field
              label={`Text of secret ${index + 1}`}
              type="password"
              autoComplete="off"
              value={text}
              onChange={(next) => change(index, { text: next })}
              problem={problems[`secrets.${index}.text`]}
              isDisabled={isDisabled}
            />
          ) : (
            <div className="field">
              <span className="field-label">File</span>
              <code className="build-secret-file">{visibleText(file.path)}</code>
            </div>
          )}
          <IconButton
            icon={X}
            label={`Remove secret ${index + 1}`}
            isDisabled={isDisabled}
            onPress={() => onChange(rows.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div className="build-offers">
        <Button
          icon={KeyRound}
          isDisabled={isDisabled}
          onPress={() => onChange([...rows, { id: '', text: '', file: null }])}
        >
          Add a secret text
        </Button>
        <Button icon={FileKey} isDisabled={isDisabled} onPress={() => void addFile()}>
          Add a secret file…
        </Button>
        <span className="field-description">They reach RUN --mount=type=secret, and are kept nowhere.</span>
      </div>
    </div>
  );
}

/** An id to begin with: the name of the file. */
function idFrom(path: string): string {
  return (path.split(/[/\\]/).at(-1) ?? '').replace(/[^\w.-]+/g, '-');
}
