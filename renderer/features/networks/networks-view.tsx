import { List, Plus, Trash2, Waypoints } from 'lucide-react';
import { useMemo, useState } from 'react';
import { openDialog } from '../../state/dialogs.ts';
import { useEngine } from '../../state/engine-store.ts';
import { networkKey, useNetworksShown } from '../../state/networks-store.ts';
import { usePending } from '../../state/pending.ts';
import { isRunning, useStatus } from '../../state/status-store.ts';
import { useNow } from '../../state/use-now.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { NoMatch } from '../../ui/no-match.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { type Selection, useSelection } from '../../ui/selection.ts';
import { ViewHeader } from '../../ui/view-header.tsx';
import { EngineGate } from '../engine-gate.tsx';
import { networkColumns } from './network-columns.tsx';
import { NetworkPicture } from './network-picture.tsx';
import { filterNetworks, type NetworkRow } from './network-rows.ts';
import { useNetworkRows } from './use-network-rows.ts';
import './networks.css';

/** Every network, as a list or as a picture of who is in which. */
export function NetworksView() {
  const networks = useEngine((store) => store.networks);
  const running = useStatus(isRunning);
  const shownAs = useNetworksShown((store) => store.as);
  const rows = useNetworkRows();
  const [filter, setFilter] = useState('');
  const shown = useMemo(() => filterNetworks(rows, filter), [rows, filter]);
  const ids = useMemo(() => (shownAs === 'list' ? shown.map(({ id }) => id) : []), [shown, shownAs]);
  const selection = useSelection(ids);
  const askRemoveChosen = () =>
    openDialog({
      kind: 'remove-networks',
      ids: [...selection.chosen],
      onRemoved: () => selection.choose(new Set()),
    });
  return (
    <div className="view">
      <ViewHeader title="Networks" note={running && rows.length > 0 ? `${rows.length} in all` : undefined}>
        {running && rows.length > 0 && (
          <SearchBox label="Filter networks" value={filter} onChange={setFilter} />
        )}
        <Button
          icon={shownAs === 'list' ? Waypoints : List}
          isDisabled={!running}
          onPress={() => useNetworksShown.setState({ as: shownAs === 'list' ? 'map' : 'list' })}
        >
          {shownAs === 'list' ? 'Picture' : 'List'}
        </Button>
        {selection.chosen.size > 0 ? (
          <Button icon={Trash2} onPress={askRemoveChosen}>
            {`Remove ${selection.chosen.size}`}
          </Button>
        ) : (
          <Button
            icon={Trash2}
            isDisabled={!running}
            onPress={() => openDialog({ kind: 'prune', what: 'networks' })}
          >
            Prune
          </Button>
        )}
        <Button
          kind="primary"
          icon={Plus}
          isDisabled={!running}
          onPress={() => openDialog({ kind: 'create-network' })}
        >
          Create
        </Button>
      </ViewHeader>
      <EngineGate list={networks} what="networks">
        {() => {
          if (shown.length === 0 && filter !== '') {
            return <NoMatch title="No network matches" onClear={() => setFilter('')} />;
          }
          if (shownAs === 'map') return <Picture rows={shown} />;
          return <NetworkTable rows={shown} selection={selection} />;
        }}
      </EngineGate>
    </div>
  );
}

function Picture({ rows }: { readonly rows: readonly NetworkRow[] }) {
  if (rows.every((row) => row.isBuiltIn && row.members.length === 0)) {
    return (
      <EmptyState icon={Waypoints} title="Nothing to draw">
        No container is in any network, and there are none but the engine’s own.
      </EmptyState>
    );
  }
  return <NetworkPicture rows={rows} />;
}

interface NetworkTableProps {
  readonly rows: readonly NetworkRow[];
  readonly selection: Selection;
}

function NetworkTable({ rows, selection }: NetworkTableProps) {
  const now = useNow(30_000);
  const pending = usePending();
  const columns = useMemo(() => networkColumns(now), [now]);
  return (
    <DataTable
      label="Networks"
      columns={columns}
      rows={rows}
      rowId={({ id }) => id}
      rowName={({ name }) => name}
      selection={selection}
      initialSort={{ column: 'name', descending: false }}
      isBusy={({ id }) => pending[networkKey(id)] !== undefined}
    />
  );
}
