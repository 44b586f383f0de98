import { FileUp } from 'lucide-react';
import { useRef, useState } from 'react';
import { emptyRows, type PairRow } from '../../../state/run-form.ts';
import { visibleText } from '../../../text/visible-text.ts';
import { Button } from '../../../ui/button.tsx';
import { type Cell, RowEditor } from '../../../ui/row-editor.tsx';
import { mergeVariables, readVariables } from '../form/variables-text.ts';
import { type FieldsProps, problemIn } from './field-props.ts';

const cells: readonly Cell<PairRow>[] = [
  { key: 'name', title: 'Name', width: '1fr', placeholder: 'NAME' },
  { key: 'value', title: 'Value', width: '1.8fr', kind: 'lines' },
];

/** Bytes of a file of variables that are read: what is longer is another file. */
const longestFile = 1_048_576;

/** The variables; several at once by pasting them or from a file. */
export function EnvironmentFields(props: FieldsProps) {
  const { form, onChange, isDisabled } = props;
  const picker = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState('');

  const take = (text: string, from: string) => {
    const { variables, others } = readVariables(text);
    onChange({ environment: mergeVariables(form.environment, variables) });
    const count = variables.length === 1 ? 'One variable' : `${variables.length} variables`;
    const left = others.length === 0 ? '' : ` These lines are none: ${visibleText(others.join(' | '))}`;
    setSaid(`${count} from ${from}.${left}`);
  };
  const takeFile = async (file: File | undefined) => {
    if (file === undefined) return;
    const name = visibleText(file.name);
    if (file.size > longestFile) return setSaid(`${name} is too long for a file of variables.`);
    try {
      take(await file.text(), name);
    } catch {
      setSaid(`${name} could not be read. Look at its permissions and choose it again.`);
    }
  };
  const paste = (text: string, key: string) => {
    if (key !== 'name' || !text.includes('=')) return false;
    take(text, 'the clipboard');
    return true;
  };

  return (
    <>
      <RowEditor
        label="Environment"
        one="variable"
        rows={form.environment}
        empty={emptyRows.environment}
        cells={cells}
        onChange={(environment) => onChange({ environment })}
        problem={problemIn(props, 'environment')}
        onPaste={paste}
        isDisabled={isDisabled}
      />
      <div className="run-offers">
        <Button icon={FileUp} isDisabled={isDisabled} onPress={() => picker.current?.click()}>
          From a file…
        </Button>
        <input
          ref={picker}
          type="file"
          hidden
          aria-label="File of variables"
          onChange={({ target }) => {
            void takeFile(target.files?.[0]);
            // So that the same file can be chosen again.
            target.value = '';
          }}
        />
        <p className="field-description" role="status">
          {said === '' ? 'Lines of NAME=value can be pasted into a name.' : said}
        </p>
      </div>
    </>
  );
}
