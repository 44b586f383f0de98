import { Box, Play, SearchX } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { useEngine } from '../../state/engine-store.ts';
import { usePending } from '../../state/pending.ts';
import { isAsleep, isRunning, useStatus } from '../../state/status-store.ts';
import { followUsage, useUsage } from '../../state/usage-store.ts';
import { useNow } from '../../state/use-now.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { ViewHeader } from '../../ui/view-header.tsx';
import { EngineGate } from '../engine-gate.tsx';
import { containerColumns } from './container-columns.tsx';
import { filterContainers } from './filter-containers.ts';
import { ProjectHeading } from './project-heading.tsx';
import { RunDialog } from './run-dialog.tsx';
import './containers.css';

/** Every container, by Compose project. */
export function ContainersView() {
  const containers = useEngine((store) => store.containers);
  const running = useStatus(isRunning);
  const asleep = useStatus(isAsleep);
  const [filter, setFilter] = useState('');
  const [runs, setRuns] = useState(false);
  const items = containers.kind === 'loaded' ? containers.items : undefined;
  return (
    <div className="view">
      <ViewHeader title="Containers" note={items && running ? countText(items, filter) : undefined}>
        {running && items !== undefined && items.length > 0 && (
          <SearchBox label="Filter containers" value={filter} onChange={setFilter} />
        )}
        <Button
          kind={running && items !== undefined && items.length > 0 ? 'primary' : 'plain'}
          icon={Play}
          isDisabled={!running && !asleep}
          onPress={() => setRuns(true)}
        >
          Run
        </Button>
      </ViewHeader>
      <EngineGate list={containers} what="containers">
        {(all) => (
          <ContainerTable
            all={all}
            filter={filter}
            onRun={() => setRuns(true)}
            onClear={() => setFilter('')}
          />
        )}
      </EngineGate>
      {runs && <RunDialog onClose={() => setRuns(false)} />}
    </div>
  );
}

interface ContainerTableProps {
  readonly all: readonly Container[];
  readonly filter: string;
  readonly onRun: () => void;
  readonly onClear: () => void;
}

function ContainerTable({ all, filter, onRun, onClear }: ContainerTableProps) {
  // The ages change by the minute; nothing else here depends on the clock.
  const now = useNow(30_000);
  useEffect(followUsage, []);
  const usage = useUsage();
  const columns = useMemo(() => containerColumns(now, usage), [now, usage]);
  // By name first: containers that were made in the same second keep a place of their own.
  const shown = useMemo(
    () => filterContainers(all, filter).toSorted((a, b) => a.name.localeCompare(b.name)),
    [all, filter],
  );
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
          <Button kind="primary" icon={Play} onPress={onRun}>
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
      <EmptyState
        icon={SearchX}
        title="No container matches"
        actions={<Button onPress={onClear}>Clear filter</Button>}
      >
        None of the {all.length} has all of these words in its name, image, project, state or ports.
      </EmptyState>
    );
  }
  return (
    <DataTable
      label="Containers"
      columns={columns}
      rows={shown}
      rowId={({ id }) => id}
      initialSort={{ column: 'created', descending: true }}
      groupOf={({ project }) => project}
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

function countText(containers: readonly Container[], filter: string): string {
  if (filter.trim() !== '')
    return `${filterContainers(containers, filter).length} of ${containers.length} match`;
  const running = containers.filter(({ state }) => state === 'running').length;
  return containers.length === 0 ? '' : `${running} running, ${containers.length} in all`;
}
