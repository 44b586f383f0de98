import { Plus } from 'lucide-react';
import type { SettingValue } from '../../../../main/contract/settings.ts';
import { emptyRows, type PortRow } from '../../../state/run-form.ts';
import { useSettings } from '../../../state/settings-store.ts';
import { visibleText } from '../../../text/visible-text.ts';
import { Button } from '../../../ui/button.tsx';
import { type Cell, RowEditor } from '../../../ui/row-editor.tsx';
import { readPort } from '../line/port-words.ts';
import { type FieldsProps, problemIn } from './field-props.ts';

const cells: readonly Cell<PortRow>[] = [
  { key: 'host', title: 'Host port', width: '1fr', placeholder: 'any free one' },
  { key: 'container', title: 'Container port', width: '1fr', placeholder: '80' },
  {
    key: 'protocol',
    title: 'Protocol',
    width: '84px',
    kind: 'choice',
    titles: { tcp: 'TCP', udp: 'UDP', sctp: 'SCTP' },
  },
];

/** Without an address the engine takes the one it was started with. */
function addressCell(started: SettingValue | undefined): Cell<PortRow> {
  const placeholder = started === '0.0.0.0' ? 'all of them' : String(started ?? '');
  return { key: 'address', title: 'Host address', width: '1.2fr', placeholder };
}

/** Which ports are published; those that the image names are offered. */
export function PortsFields(props: FieldsProps) {
  const { form, onChange, image, isDisabled } = props;
  const address = useSettings(({ startedWith }) => startedWith['ports.defaultAddress']);
  const taken = new Set(form.ports.map(({ container, protocol }) => `${container}/${protocol}`));
  const offered = (image?.ports ?? []).filter((port) => !taken.has(port));
  const add = (port: string) => {
    const row = readPort(port);
    const written = form.ports.filter(({ host, container }) => host !== '' || container !== '');
    if (row !== null) onChange({ ports: [...written, { ...row, host: row.container }] });
  };
  return (
    <>
      <RowEditor
        label="Ports"
        one="port"
        rows={form.ports}
        empty={emptyRows.ports}
        cells={[...cells, addressCell(address)]}
        onChange={(ports) => onChange({ ports })}
        problem={problemIn(props, 'ports')}
        isDisabled={isDisabled}
      />
      {offered.length > 0 ? (
        <div className="run-offers">
          <span className="quiet">The image names:</span>
          {offered.slice(0, 8).map((port) => (
            <Button key={port} kind="quiet" icon={Plus} isDisabled={isDisabled} onPress={() => add(port)}>
              {visibleText(port)}
            </Button>
          ))}
        </div>
      ) : (
        <p className="field-description">A range is written 8000-8010, on both sides alike.</p>
      )}
    </>
  );
}
