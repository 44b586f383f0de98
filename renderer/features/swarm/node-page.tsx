import { Server } from 'lucide-react';
import { formatSize, formatTime } from '../../../main/contract/format.ts';
import { useEngine } from '../../state/engine-store.ts';
import { usePending } from '../../state/pending.ts';
import { swarmKey } from '../../state/swarm-store.ts';
import { goTo } from '../../state/view-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Facts } from '../../ui/facts.tsx';
import { MoreMenu } from '../../ui/more-menu.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { EngineGate } from '../engine-gate.tsx';
import { NodeState, roleText } from './node-columns.tsx';
import { nodeMenu } from './swarm-menus.ts';
import type { NodeRow } from './swarm-rows.ts';
import { stateText } from './task-columns.tsx';
import { ToneDot } from './tone-dot.tsx';
import { useSwarmRows } from './use-swarm.ts';

const showNodes = () => goTo({ view: 'swarm', page: { kind: 'swarm', tab: 'nodes' } });

/** Everything about one node, and the tasks that it has. */
export function NodePage({ id }: { readonly id: string }) {
  const list = useEngine((store) => store.swarm);
  const row = useSwarmRows()?.nodes.find((node) => node.id === id);
  const isBusy = usePending((store) => store[swarmKey(id)] !== undefined);
  return (
    <div className="view">
      <PageHeader
        parent="Nodes"
        onParent={showNodes}
        title={row?.name ?? id}
        mark={row && <ToneDot tone={row.tone} />}
        note={row && <NodeState row={row} />}
      >
        {row && (
          <MoreMenu
            label={`More for ${visibleText(row.name)}`}
            isDisabled={isBusy}
            groups={() => nodeMenu(row)}
          />
        )}
      </PageHeader>
      <EngineGate list={list} what="nodes of a Swarm">
        {() => (row === undefined ? <Removed /> : <Content row={row} />)}
      </EngineGate>
    </div>
  );
}

function Content({ row }: { readonly row: NodeRow }) {
  const { manager } = row;
  return (
    <ScrollArea label="About the node">
      <Facts
        title="What it is"
        facts={[
          { name: 'Role', value: `${roleText(row)}${row.isOwn ? '; this engine' : ''}` },
          { name: 'Reachability', value: manager && visibleText(manager.reachability) },
          { name: 'Managers’ address', value: manager && visibleText(manager.address) },
          { name: 'Address', value: visibleText(row.address) },
          { name: 'Platform', value: visibleText(row.platform) },
          { name: 'Processors', value: row.cpus === 0 ? '' : String(row.cpus) },
          { name: 'Memory', value: row.memoryBytes === 0 ? '' : formatSize(row.memoryBytes) },
          { name: 'Engine', value: visibleText(row.engineVersion) },
          { name: 'Joined', value: row.createdAt === 0 ? '' : formatTime(row.createdAt) },
          { name: 'Id', value: <code>{visibleText(row.id)}</code> },
        ]}
      />
      <section className="fact-list" aria-label="Tasks">
        <h2>Tasks</h2>
        {row.tasks.length === 0 && <p className="quiet">No task is placed on it.</p>}
        <ul className="swarm-tasks">
          {row.tasks.map((task) => (
            <li key={task.id}>
              <ToneDot tone={task.tone} />
              <button
                type="button"
                className="row-link"
                onClick={() =>
                  goTo({ view: 'swarm', page: { kind: 'service', id: task.service, tab: 'tasks' } })
                }
              >
                <Untrusted text={task.name} />
              </button>
              <span className="quiet one-line">{stateText(task)}</span>
            </li>
          ))}
        </ul>
      </section>
      <Facts
        title="Labels"
        facts={Object.entries(row.labels).map(([name, value]) => ({
          name: visibleText(name),
          value: value === '' ? '(empty)' : visibleText(value),
        }))}
      />
    </ScrollArea>
  );
}

function Removed() {
  return (
    <EmptyState
      icon={Server}
      title="This node is no longer there"
      actions={<Button onPress={showNodes}>All nodes</Button>}
    >
      It was removed from the Swarm, here or by another client.
    </EmptyState>
  );
}
