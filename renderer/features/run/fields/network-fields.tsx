import { useId } from 'react';
import { useEngine } from '../../../state/engine-store.ts';
import { emptyRows, type HostRow, type NetworkRow } from '../../../state/run-form.ts';
import { visibleText } from '../../../text/visible-text.ts';
import { Field } from '../../../ui/field.tsx';
import { type Cell, RowEditor } from '../../../ui/row-editor.tsx';
import { type FieldsProps, fieldOf, problemIn } from './field-props.ts';

const hostCells: readonly Cell<HostRow>[] = [
  { key: 'name', title: 'More host names', width: '1fr', placeholder: 'db.example.org' },
  { key: 'address', title: 'Address', width: '1fr', placeholder: '10.0.0.5 or host-gateway' },
];

/** The networks that it joins, and what it is called in them. */
export function NetworkFields(props: FieldsProps) {
  const { form, onChange, isDisabled } = props;
  const names = useId();
  const networks = useEngine((store) => store.networks);
  const known = (networks.kind === 'loaded' ? networks.items : []).filter(
    ({ ingress, configOnly }) => !ingress && !configOnly,
  );
  const networkCells: readonly Cell<NetworkRow>[] = [
    { key: 'name', title: 'Network', width: '1.2fr', placeholder: 'bridge', list: names },
    { key: 'aliases', title: 'Other names', width: '1fr', placeholder: 'db primary' },
    { key: 'ipv4', title: 'IPv4 address', width: '1fr', placeholder: 'any' },
    { key: 'ipv6', title: 'IPv6 address', width: '1fr', placeholder: 'any' },
  ];
  return (
    <div className="run-stack">
      <RowEditor
        label="Networks"
        one="network"
        rows={form.networks}
        empty={emptyRows.networks}
        cells={networkCells}
        onChange={(rows) => onChange({ networks: rows })}
        problem={problemIn(props, 'networks')}
        isDisabled={isDisabled}
      />
      <datalist id={names}>
        {known.map(({ id, name }) => (
          <option key={id} value={visibleText(name)} />
        ))}
      </datalist>
      <div className="run-pair">
        <Field label="Host name" {...fieldOf(props, 'hostname')} isCode placeholder="its short id" />
        <RowEditor
          label="More host names"
          one="host name"
          rows={form.extraHosts}
          empty={emptyRows.extraHosts}
          cells={hostCells}
          onChange={(extraHosts) => onChange({ extraHosts })}
          problem={problemIn(props, 'extraHosts')}
          isDisabled={isDisabled}
        />
      </div>
    </div>
  );
}
