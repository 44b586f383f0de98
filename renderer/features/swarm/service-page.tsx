import { Boxes, Scaling, Wrench } from 'lucide-react';
import { Suspense, useMemo } from 'react';
import { formatTime } from '../../../main/contract/format.ts';
import { openDialog } from '../../state/dialogs.ts';
import { useEngine } from '../../state/engine-store.ts';
import { usePending } from '../../state/pending.ts';
import { swarmKey } from '../../state/swarm-store.ts';
import { replacePlace, type ServiceTab, show } from '../../state/view-store.ts';
import { commandLine } from '../../text/command-line.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Facts } from '../../ui/facts.tsx';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { MoreMenu } from '../../ui/more-menu.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { PageTabs } from '../../ui/page-tabs.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { EngineGate } from '../engine-gate.tsx';
import { portText, runningText, ServiceState } from './service-columns.tsx';
import { serviceMenu } from './swarm-menus.ts';
import type { ServiceRow } from './swarm-rows.ts';
import { TaskTable } from './tasks-tab.tsx';
import { ToneDot } from './tone-dot.tsx';
import { useSwarmRows } from './use-swarm.ts';

/** Fetched when it is first needed: what shows logs is large. */
const LogPanel = lazyPart(() => import('../logs/view/log-panel.tsx').then((module) => module.LogPanel));

interface ServicePageProps {
  readonly id: string;
  readonly tab: ServiceTab;
}

/** Everything about one service, and what can be done to it. */
export function ServicePage({ id, tab }: ServicePageProps) {
  const list = useEngine((store) => store.swarm);
  const row = useSwarmRows()?.services.find((service) => service.id === id);
  const isBusy = usePending((store) => store[swarmKey(id)] !== undefined);
  return (
    <div className="view">
      <PageHeader
        parent="Swarm"
        onParent={() => show('swarm')}
        title={row?.name ?? id}
        mark={row && <ToneDot tone={row.tone} />}
        note={row && <ServiceState row={row} />}
      >
        {row && (
          <>
            <Button
              icon={Scaling}
              isDisabled={isBusy || row.mode.kind !== 'replicated'}
              onPress={() => openDialog({ kind: 'scale-service', service: id })}
            >
              Scale
            </Button>
            <Button
              icon={Wrench}
              isDisabled={isBusy || row.mode.kind === 'job'}
              onPress={() => openDialog({ kind: 'update-service', service: id })}
            >
              Update
            </Button>
            <MoreMenu
              label={`More for ${visibleText(row.name)}`}
              isDisabled={isBusy}
              groups={() => serviceMenu(row)}
            />
          </>
        )}
      </PageHeader>
      <EngineGate list={list} what="services of a Swarm">
        {() => (row === undefined ? <Removed /> : <Content row={row} tab={tab} />)}
      </EngineGate>
    </div>
  );
}

function Content({ row, tab }: { readonly row: ServiceRow; readonly tab: ServiceTab }) {
  const { id, name } = row;
  const scope = useMemo(() => ({ kind: 'service' as const, id }), [id]);
  return (
    <PageTabs
      label="About the service"
      tabs={[
        { id: 'tasks', title: 'Tasks', content: () => <TaskTable tasks={row.tasks} /> },
        { id: 'overview', title: 'Overview', content: () => <Overview row={row} /> },
        {
          id: 'logs',
          title: 'Logs',
          content: () => (
            <Suspense>
              <LogPanel scope={scope} name={name} />
            </Suspense>
          ),
        },
      ]}
      chosen={tab}
      onChoose={(next) => replacePlace({ view: 'swarm', page: { kind: 'service', id, tab: next } })}
    />
  );
}

const orders: Readonly<Record<string, string>> = {
  'stop-first': 'the old one ends first',
  'start-first': 'the new one starts first',
};

const failures: Readonly<Record<string, string>> = {
  pause: 'it pauses when a new task fails',
  continue: 'it goes on when a new task fails',
  rollback: 'it is rolled back when a new task fails',
};

function Overview({ row }: { readonly row: ServiceRow }) {
  const { networks } = useEngine();
  const names = new Map(networks.kind === 'loaded' ? networks.items.map(({ id, name }) => [id, name]) : []);
  const { policy, update } = row;
  const atOnce = policy.parallelism === 0 ? 'all tasks at once' : `${policy.parallelism} at once`;
  const delay = policy.delayMs === 0 ? '' : `, ${policy.delayMs / 1_000} s between`;
  return (
    <ScrollArea label="About the service">
      <Facts
        title="What it is"
        facts={[
          { name: 'Image', value: <Untrusted className="code" text={row.image} /> },
          {
            name: 'Command',
            value: row.command.length > 0 && <code>{visibleText(commandLine(row.command))}</code>,
          },
          { name: 'Tasks', value: runningText(row) },
          { name: 'Ports', value: visibleText(row.ports.map(portText).join(', ')) },
          {
            name: 'Networks',
            value: visibleText(row.networks.map((id) => names.get(id) ?? id).join(', ')),
          },
          { name: 'Placed where', value: visibleText(row.constraints.join(' and ')) },
          { name: 'Stack', value: row.stack && visibleText(row.stack) },
          { name: 'Created', value: row.createdAt === 0 ? '' : formatTime(row.createdAt) },
          { name: 'Id', value: <code>{visibleText(row.id)}</code> },
        ]}
      />
      <Facts
        title="Updates"
        facts={[
          {
            name: 'How',
            value: `${atOnce}${delay}; ${orders[policy.order] ?? visibleText(policy.order)}; ${failures[policy.onFailure] ?? visibleText(policy.onFailure)}`,
          },
          {
            name: 'The last one',
            value:
              update && `${formatTime(update.startedAt)}: ${visibleText(update.message || update.state)}`,
          },
        ]}
      />
      <Facts title="Secrets" facts={filesOf(row.secrets, '/run/secrets/')} />
      <Facts title="Configs" facts={filesOf(row.configs, '')} />
      <Facts
        title="Environment"
        facts={row.environment.map((variable) => {
          const [name = '', ...value] = variable.split('=');
          return { name: visibleText(name), value: visibleText(value.join('=')) || '(empty)' };
        })}
      />
      <Facts title="Labels" facts={pairsOf(row.labels)} />
    </ScrollArea>
  );
}

function filesOf(files: ServiceRow['secrets'], folder: string) {
  return files.map(({ name, target }) => ({
    name: visibleText(name),
    value: <code>{visibleText(target.startsWith('/') ? target : `${folder}${target}`)}</code>,
  }));
}

function pairsOf(pairs: Readonly<Record<string, string>>) {
  return Object.entries(pairs).map(([name, value]) => ({
    name: visibleText(name),
    value: value === '' ? '(empty)' : visibleText(value),
  }));
}

function Removed() {
  return (
    <EmptyState
      icon={Boxes}
      title="This service is no longer there"
      actions={<Button onPress={() => show('swarm')}>All services</Button>}
    >
      It was removed, here or by another client.
    </EmptyState>
  );
}
