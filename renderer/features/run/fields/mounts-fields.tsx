import { useId } from 'react';
import { useEngine } from '../../../state/engine-store.ts';
import { emptyRows, type MountRow } from '../../../state/run-form.ts';
import { visibleText } from '../../../text/visible-text.ts';
import { type Cell, RowEditor } from '../../../ui/row-editor.tsx';
import { type FieldsProps, problemIn } from './field-props.ts';

const sources: Readonly<Record<MountRow['kind'], string>> = {
  volume: 'one without a name',
  bind: '/home/me/site',
  tmpfs: '',
};

/** What is mounted: volumes by name, folders of this machine, and memory. */
export function MountsFields(props: FieldsProps) {
  const { form, onChange, image, isDisabled } = props;
  const names = useId();
  const volumes = useEngine((store) => store.volumes);
  const known = (volumes.kind === 'loaded' ? volumes.items : []).filter(({ isAnonymous }) => !isAnonymous);
  const cells: readonly Cell<MountRow>[] = [
    {
      key: 'kind',
      title: 'Kind',
      width: '96px',
      kind: 'choice',
      titles: { volume: 'Volume', bind: 'Folder', tmpfs: 'Memory' },
    },
    {
      key: 'source',
      title: 'Volume or folder',
      width: '1.3fr',
      placeholder: ({ kind }) => sources[kind],
      list: names,
      isUnused: ({ kind }) => kind === 'tmpfs',
    },
    { key: 'target', title: 'Path in the container', width: '1.2fr', placeholder: '/data' },
    {
      key: 'options',
      title: 'Options',
      width: '0.7fr',
      placeholder: ({ kind }) => (kind === 'tmpfs' ? 'size=64m' : 'none'),
    },
    { key: 'readOnly', title: 'Read-only', width: '104px', kind: 'tick' },
  ];
  return (
    <>
      <RowEditor
        label="Volumes"
        one="mount"
        rows={form.mounts}
        empty={emptyRows.mounts}
        cells={cells}
        onChange={(mounts) => onChange({ mounts: mounts.map(asFolder) })}
        problem={problemIn(props, 'mounts')}
        isDisabled={isDisabled}
      />
      <datalist id={names}>
        {known.map(({ name }) => (
          <option key={name} value={visibleText(name)} />
        ))}
      </datalist>
      <p className="field-description">
        {image !== null && image.volumes.length > 0
          ? `The image keeps what is in ${visibleText(image.volumes.join(', '))} in volumes without a name, unless something is mounted there.`
          : 'A volume that is not there yet is made.'}
      </p>
    </>
  );
}

/** What is written like a path is no volume's name. */
function asFolder(row: MountRow): MountRow {
  return row.kind === 'volume' && /^[/~.]/.test(row.source) ? { ...row, kind: 'bind' } : row;
}
