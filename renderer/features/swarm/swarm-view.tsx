import { useMemo, useState } from 'react';
import { useEngine } from '../../state/engine-store.ts';
import { isRunning, useStatus } from '../../state/status-store.ts';
import { replacePlace, type SwarmTab } from '../../state/view-store.ts';
import { MoreMenu } from '../../ui/more-menu.tsx';
import { PageTabs } from '../../ui/page-tabs.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { useSelection } from '../../ui/selection.ts';
import { ViewHeader } from '../../ui/view-header.tsx';
import { EngineGate } from '../engine-gate.tsx';
import { FilesTab } from './files-tab.tsx';
import { NodesTab } from './nodes-tab.tsx';
import { ServicesTab } from './services-tab.tsx';
import { StacksTab } from './stacks-tab.tsx';
import { idsIn, rowsIn, type ShownRows } from './swarm-filter.ts';
import { swarmMenu } from './swarm-menus.ts';
import { SwarmState } from './swarm-state.tsx';
import { TabActions } from './tab-actions.tsx';
import { TasksTab } from './tasks-tab.tsx';
import { useSwarm, useSwarmRows } from './use-swarm.ts';

const titles: Readonly<Record<SwarmTab, string>> = {
  services: 'Services',
  tasks: 'Tasks',
  nodes: 'Nodes',
  stacks: 'Stacks',
  secrets: 'Secrets',
  configs: 'Configs',
};

const order = Object.keys(titles) as readonly SwarmTab[];

/** A Swarm as its managers see it, or why there is none to be seen. */
export function SwarmView({ tab }: { readonly tab: SwarmTab }) {
  const list = useEngine((store) => store.swarm);
  const running = useStatus(isRunning);
  const swarm = useSwarm();
  const all = useSwarmRows();
  const [filter, setFilter] = useState('');
  const shown = useMemo(() => all && rowsIn(all, filter), [all, filter]);
  const ids = useMemo(() => (shown === undefined ? [] : idsIn(shown, tab)), [shown, tab]);
  const selection = useSelection(ids);
  const isThere = running && all !== undefined;
  const choose = (next: SwarmTab) => {
    setFilter('');
    replacePlace({ view: 'swarm', page: { kind: 'swarm', tab: next } });
  };
  return (
    <div className="view">
      <ViewHeader title="Swarm" note={isThere ? noteOf(all) : undefined}>
        {isThere && all[tab].length > 0 && (
          <SearchBox label={`Filter ${tab}`} value={filter} onChange={setFilter} />
        )}
        {isThere && <TabActions tab={tab} selection={selection} />}
        {running && swarm !== undefined && swarm.kind !== 'none' && (
          <MoreMenu label="More for the Swarm" groups={() => swarmMenu(swarm)} />
        )}
      </ViewHeader>
      <EngineGate list={list} what="services of a Swarm">
        {([known]) => {
          if (known === undefined) return null;
          if (known.kind !== 'manager' || all === undefined || shown === undefined)
            return <SwarmState swarm={known} />;
          const common = { all, shown, selection, onClear: () => setFilter('') };
          return (
            <PageTabs
              label="Parts of the Swarm"
              tabs={order.map((id) => ({
                ...{ id, title: titles[id], content: () => contentOf(id, common) },
              }))}
              chosen={tab}
              onChoose={choose}
            />
          );
        }}
      </EngineGate>
    </div>
  );
}

function contentOf(tab: SwarmTab, common: ShownRows) {
  switch (tab) {
    case 'services':
      return <ServicesTab {...common} />;
    case 'tasks':
      return <TasksTab {...common} />;
    case 'nodes':
      return <NodesTab {...common} />;
    case 'stacks':
      return <StacksTab {...common} />;
    case 'secrets':
    case 'configs':
      return <FilesTab {...common} kind={tab} />;
  }
}

function noteOf({
  nodes,
  services,
}: {
  readonly nodes: readonly object[];
  readonly services: readonly object[];
}) {
  return `${count(nodes.length, 'node')}, ${count(services.length, 'service')}`;
}

function count(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? '' : 's'}`;
}
