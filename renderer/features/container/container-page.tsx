import { Box } from 'lucide-react';
import { type ReactNode, Suspense, useCallback, useRef } from 'react';
import type { ContainerDetails } from '../../../main/contract/engine/container-details.ts';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { call } from '../../bridge.ts';
import { useEngine } from '../../state/engine-store.ts';
import { useLimitChanges } from '../../state/limits.ts';
import { useRequest } from '../../state/use-request.ts';
import { type ContainerTab, goTo, replacePlace, show } from '../../state/view-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { type PageTab, PageTabs } from '../../ui/page-tabs.tsx';
import { RequestState } from '../../ui/request-state.tsx';
import { ContainerActions } from '../containers/container-actions.tsx';
import { StateDot } from '../containers/state-dot.tsx';
import { StatusText } from '../containers/status-text.tsx';
import { EngineGate } from '../engine-gate.tsx';
import { FileBrowser } from '../files/file-browser.tsx';
import { PairBanner } from '../recreate/pair-banner.tsx';
import { ChangesTab } from './changes-tab.tsx';
import { InspectTab } from './inspect-tab.tsx';
import { LogsTab } from './logs-tab.tsx';
import { OverviewTab } from './overview-tab.tsx';
import { ProcessesTab } from './processes-tab.tsx';
import { StatsTab } from './stats/stats-tab.tsx';
import '../containers/containers.css';
import { lazyPart } from '../../ui/lazy-part.tsx';

/** Fetched when it is first needed: the terminal's code is as large as all of the rest. */
const ContainerTerminals = lazyPart(() =>
  import('../terminal/container-terminals.tsx').then((module) => module.ContainerTerminals),
);

interface ContainerPageProps {
  readonly id: string;
  readonly tab: ContainerTab;
}

/** Everything about one container, and what can be done to it. */
export function ContainerPage({ id, tab }: ContainerPageProps) {
  const containers = useEngine((store) => store.containers);
  const container =
    containers.kind === 'loaded' ? containers.items.find((item) => item.id === id) : undefined;
  // What it was is still to be said of a container that has gone.
  const last = useRef<Container>(undefined);
  if (container !== undefined) last.current = container;
  const name = last.current?.name ?? id.slice(0, 12);
  // What was read of a log stays while the engine is away, and when the container was removed.
  const kept = tab === 'logs' ? last.current : undefined;
  return (
    <div className="view">
      <PageHeader
        parent="Containers"
        onParent={() => show('containers')}
        title={name}
        mark={container && <StateDot state={container.state} health={container.health} />}
        note={container && <StatusText container={container} />}
      >
        {container && <ContainerActions container={container} />}
      </PageHeader>
      <EngineGate
        list={containers}
        what="containers"
        meanwhile={kept && <Content container={kept} all={[]} tab={tab} isGone={false} />}
      >
        {(all) => {
          const shown = container ?? kept;
          return shown === undefined ? (
            <Removed name={name} all={all} />
          ) : (
            <Content container={shown} all={all} tab={tab} isGone={container === undefined} />
          );
        }}
      </EngineGate>
    </div>
  );
}

interface ContentProps {
  readonly container: Container;
  readonly all: readonly Container[];
  readonly tab: ContainerTab;
  /** It was removed while one looked at it. */
  readonly isGone: boolean;
}

function Content({ container, all, tab, isGone }: ContentProps) {
  const { id } = container;
  const ask = useCallback(() => call('container.inspect', { id }), [id]);
  const changes = useLimitChanges((store) => store[id] ?? 0);
  // The list is fetched anew after each event of the container: its line says when the details are out of date.
  const { state, again } = useRequest(ask, `${JSON.stringify(container)} ${changes}`);
  return (
    <>
      {!isGone && <PairBanner container={container} all={all} />}
      <PageTabs
        label="About the container"
        tabs={tabsOf(container, isGone, (content) => (
          <RequestState state={state} what="the container" onRetry={again}>
            {content}
          </RequestState>
        ))}
        chosen={tab}
        onChoose={(next) => replacePlace({ view: 'containers', page: { kind: 'container', id, tab: next } })}
      />
    </>
  );
}

type WithDetails = (content: (details: ContainerDetails) => ReactNode) => ReactNode;

/** What the page shows, in the order of its tabs. */
function tabsOf(
  container: Container,
  isGone: boolean,
  withDetails: WithDetails,
): readonly PageTab<ContainerTab>[] {
  return [
    {
      id: 'overview',
      title: 'Overview',
      content: () => withDetails((details) => <OverviewTab container={container} details={details} />),
    },
    { id: 'logs', title: 'Logs', content: () => <LogsTab container={container} isGone={isGone} /> },
    {
      id: 'files',
      title: 'Files',
      content: () => (
        <FileBrowser
          source={{ kind: 'container', id: container.id }}
          name={container.name}
          version={container.state}
        />
      ),
    },
    { id: 'stats', title: 'Stats', content: () => <StatsTab container={container} /> },
    {
      id: 'terminal',
      title: 'Terminal',
      content: () => (
        <Suspense>
          <ContainerTerminals container={container} />
        </Suspense>
      ),
    },
    { id: 'processes', title: 'Processes', content: () => <ProcessesTab container={container} /> },
    { id: 'changes', title: 'Changes', content: () => <ChangesTab id={container.id} /> },
    {
      id: 'inspect',
      title: 'Inspect',
      content: () => withDetails(({ json }) => <InspectTab json={json} />),
    },
  ];
}

/** The container was removed while its page was open. One of the same name may have taken its place. */
function Removed({ name, all }: { readonly name: string; readonly all: readonly Container[] }) {
  const successor = all.find((container) => container.name === name);
  return (
    <EmptyState
      icon={Box}
      title="This container is no longer there"
      actions={
        <>
          {successor && (
            <Button
              kind="primary"
              onPress={() =>
                goTo({
                  view: 'containers',
                  page: { kind: 'container', id: successor.id, tab: 'overview' },
                })
              }
            >
              Open its successor
            </Button>
          )}
          <Button onPress={() => show('containers')}>All containers</Button>
        </>
      }
    >
      {successor
        ? 'It was removed, and another one has its name now.'
        : 'It was removed, here or by another client. Its volumes stay unless they were removed with it.'}
    </EmptyState>
  );
}
