import { emptyRows, type PairRow } from '../../../state/run-form.ts';
import { type Cell, RowEditor } from '../../../ui/row-editor.tsx';
import { type FieldsProps, problemIn } from './field-props.ts';

const cells: readonly Cell<PairRow>[] = [
  { key: 'name', title: 'Label', width: '1fr', placeholder: 'org.example.team' },
  { key: 'value', title: 'Value', width: '1.3fr', kind: 'lines' },
];

/** The labels. */
export function LabelsFields(props: FieldsProps) {
  const { form, onChange, isDisabled } = props;
  return (
    <RowEditor
      label="Labels"
      one="label"
      rows={form.labels}
      empty={emptyRows.labels}
      cells={cells}
      onChange={(labels) => onChange({ labels })}
      problem={problemIn(props, 'labels')}
      isDisabled={isDisabled}
    />
  );
}
