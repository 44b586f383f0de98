import { Box, Play } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { openDialog } from '../../state/dialogs.ts';
import { useEngine } from '../../state/engine-store.ts';
import { usePending } from '../../state/pending.ts';
import { isAsleep, isRunning, useStatus } from '../../state/status-store.ts';
import { followUsage, useUsage } from '../../state/usage-store.ts';
import { useNow } from '../../state/use-now.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { NoMatch } from '../../ui/no-match.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { Select } from '../../ui/select.tsx';
import { type Selection, useSelection } from '../../ui/selection.ts';
import { ViewHeader } from '../../ui/view-header.tsx';
import { EngineGate } from '../engine-gate.tsx';
import { TransferList } from '../images/transfer-list.tsx';
import { ChosenActions } from './chosen-actions.tsx';
import { containerColumns } from './container-columns.tsx';
import { type ContainerKind, containerKinds, filterContainers } from './filter-containers.ts';
import { ProjectHeading } from './project-heading.tsx';
import './containers.css';
import { naturalOrder } from '../../text/natural-order.ts';

const none: readonly Container[] = [];
const idOf = ({ id }: Container) => id;
const projectOf = ({ project }: Container) => project;

const run = () => openDialog({ kind: 'run', image: '' });

/** Every container, by Compose project. */
export function ContainersView() {
  const containers = useEngine((store) => store.containers);
  const running = useStatus(isRunning);
  const asleep = useStatus(isAsleep);
  const [filter, setFilter] = useState('');
  const [kind, setKind] = useState<ContainerKind>('all');
  const items = containers.kind === 'loaded' ? containers.items : none;
  // By name first: containers that were made in the same second keep a place of their own.
  const shown = useMemo(
    () => filterContainers(items, filter, kind).toSorted((a, b) => naturalOrder(a.name, b.name)),
    [items, filter, kind],
  );
  const ids = useMemo(() => shown.map(idOf), [shown]);
  const selection = useSelection(ids);
  const chosen = shown.filter(({ id }) => selection.chosen.has(id));
  const hasSome = running && items.length > 0;
  return (
    <div className="view">
      <ViewHeader title="Containers" note={hasSome ? noteOf(items, shown, chosen) : undefined}>
        {chosen.length > 0 ? (
          <ChosenActions chosen={chosen} onChooseNone={() => selection.choose(new Set())} />
        ) : (
          <>
            {hasSome && (
              <>
                <Select
                  label="Which containers"
                  className="kind-button"
                  value={kind}
                  onChange={(next) => setKind(next as ContainerKind)}
                  titles={containerKinds}
                />
                <SearchBox label="Filter containers" value={filter} onChange={setFilter} />
              </>
            )}
            <Button
              kind={hasSome ? 'primary' : 'plain'}
              icon={Play}
              isDisabled={!running && !asleep}
              onPress={run}
            >
              Run
            </Button>
          </>
        )}
      </ViewHeader>
      <TransferList view="containers" />
      <EngineGate list={containers} what="containers">
        {(all) => (
          <ContainerTable
            all={all}
            shown={shown}
            selection={selection}
            onClear={() => {
              setFilter('');
              setKind('all');
            }}
          />
        )}
      </EngineGate>
    </div>
  );
}

interface ContainerTableProps {
  readonly all: readonly Container[];
  readonly shown: readonly Container[];
  readonly selection: Selection;
  readonly onClear: () => void;
}

function ContainerTable({ all, shown, selection, onClear }: ContainerTableProps) {
  // The ages change by the minute; nothing else here depends on the clock.
  const now = useNow(30_000);
  useEffect(followUsage, []);
  const usage = useUsage();
  const columns = useMemo(() => containerColumns(now, usage), [now, usage]);
  const pending = usePending();
  const [closed, setClosed] = useState<ReadonlySet<string | null>>(new Set());
  const toggle = useCallback((name: string | null) => {
    setClosed((before) => {
      const after = new Set(before);
      if (!after.delete(name)) after.add(name);
      return after;
    });
  }, []);
  if (all.length === 0) {
    return (
      <EmptyState
        icon={Box}
        title="No containers"
        actions={
          <Button kind="primary" icon={Play} onPress={run}>
            Run an image
          </Button>
        }
      >
        Run one here, or with any docker client: <code>slipway docker run slipway/hello</code>
      </EmptyState>
    );
  }
  if (shown.length === 0) {
    return (
      <NoMatch title="No container matches" onClear={onClear}>
        None of the {all.length} is of this kind and has all of these words in its name, image, project, state
        or ports.
      </NoMatch>
    );
  }
  return (
    <DataTable
      label="Containers"
      columns={columns}
      rows={shown}
      rowId={idOf}
      rowName={({ name }) => name}
      selection={selection}
      initialSort={{ column: 'created', descending: true }}
      groupOf={projectOf}
      groupHeading={(name, members) => (
        <ProjectHeading
          name={name}
          containers={members}
          isOpen={!closed.has(name)}
          onToggle={() => toggle(name)}
        />
      )}
      closedGroups={closed}
      isBusy={({ id }) => pending[id] !== undefined}
    />
  );
}

function noteOf(
  all: readonly Container[],
  shown: readonly Container[],
  chosen: readonly Container[],
): string {
  if (chosen.length > 0) return `${chosen.length} of ${shown.length} chosen`;
  if (shown.length < all.length) return `${shown.length} of ${all.length} match`;
  const running = all.filter(({ state }) => state === 'running').length;
  return `${running} running, ${all.length} in all`;
}
