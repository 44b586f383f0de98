import { GitCompareArrows, Hammer, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import type { Build } from '../../../main/contract/builds.ts';
import { allBuilds, buildKey, compareBuilds, removeBuilds, useBuilds } from '../../state/builds-store.ts';
import { openDialog } from '../../state/dialogs.ts';
import type { Loaded } from '../../state/engine-store.ts';
import { usePending } from '../../state/pending.ts';
import { canBeAsked, isRunning, useStatus } from '../../state/status-store.ts';
import { useNow } from '../../state/use-now.ts';
import { type BuildsTab, replacePlace } from '../../state/view-store.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { type PageTab, PageTabs } from '../../ui/page-tabs.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useSelection } from '../../ui/selection.ts';
import { ViewHeader } from '../../ui/view-header.tsx';
import { always, EngineGate } from '../engine-gate.tsx';
import { buildColumns } from './build-columns.tsx';
import { CacheTab } from './cache-tab.tsx';
import { useFollowHistory } from './use-follow-history.ts';
import './builds.css';

const tabs: readonly PageTab<BuildsTab>[] = [
  { id: 'history', title: 'History', content: () => <HistoryTab /> },
  {
    id: 'cache',
    title: 'Cache',
    content: () => (
      <EngineGate list={always} what="build cache">
        {() => <CacheTab />}
      </EngineGate>
    ),
  },
];

/** Every build that is known, and what is kept of them. */
export function BuildsView({ tab }: { readonly tab: BuildsTab }) {
  const running = useStatus(isRunning);
  return (
    <div className="view">
      <ViewHeader title="Builds">
        <Button kind="primary" icon={Hammer} isDisabled={!running} onPress={askForBuild}>
          Build
        </Button>
      </ViewHeader>
      <PageTabs
        label="About builds"
        tabs={tabs}
        chosen={tab}
        onChoose={(next) => replacePlace({ view: 'builds', page: { kind: 'builds', tab: next } })}
      />
    </div>
  );
}

/** This window's builds, and those that BuildKit remembers. */
function HistoryTab() {
  const store = useBuilds();
  const builds = useMemo(() => allBuilds(store), [store]);
  useFollowHistory();
  const list: Loaded<Build> =
    builds.length === 0 && store.remembered === null
      ? store.failure === null
        ? { kind: 'loading' }
        : { kind: 'failed', failure: store.failure }
      : { kind: 'loaded', items: builds };
  return (
    <EngineGate list={list} what="builds">
      {(all) => (
        <>
          {store.failure !== null && (
            <div className="builds-problem">
              <Problem failure={store.failure} isGrave={false} />
            </div>
          )}
          {all.length === 0 ? <NoBuilds /> : <BuildTable builds={all} />}
        </>
      )}
    </EngineGate>
  );
}

function askForBuild(): void {
  openDialog({ kind: 'build' });
}

function NoBuilds() {
  return (
    <EmptyState
      icon={Hammer}
      title="Nothing was built yet"
      actions={
        <Button kind="primary" icon={Hammer} onPress={askForBuild}>
          Build a folder
        </Button>
      }
    >
      A folder with a Dockerfile becomes an image. Builds by <code>docker build</code> show here, too.
    </EmptyState>
  );
}

function BuildTable({ builds }: { readonly builds: readonly Build[] }) {
  const isBusy = builds.some(({ state }) => state.kind === 'running');
  const now = useNow(isBusy ? 1_000 : 30_000);
  const pending = usePending();
  const isReady = useStatus(canBeAsked);
  const columns = useMemo(() => buildColumns(now, isReady), [now, isReady]);
  const ids = useMemo(() => builds.map(({ id }) => id), [builds]);
  const selection = useSelection(ids);
  const chosen = builds.filter(({ id }) => selection.chosen.has(id));
  return (
    <>
      {chosen.length > 0 && <ChosenBar chosen={chosen} />}
      <DataTable
        label="Builds"
        columns={columns}
        rows={builds}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        selection={selection}
        initialSort={{ column: 'started', descending: true }}
        isBusy={({ id }) => pending[buildKey(id)] !== undefined}
      />
    </>
  );
}

/** What can be done about those that are chosen; the newest first. */
function ChosenBar({ chosen }: { readonly chosen: readonly Build[] }) {
  const [second, first, ...others] = chosen;
  const ended = chosen.filter(({ state }) => state.kind !== 'running');
  return (
    <div className="cache-bar">
      <p className="cache-total">{chosen.length} chosen</p>
      <Button
        icon={GitCompareArrows}
        isDisabled={first === undefined || second === undefined || others.length > 0}
        onPress={() => {
          if (first !== undefined && second !== undefined) void compareBuilds(first, second);
        }}
      >
        Compare two
      </Button>
      <Button icon={Trash2} isDisabled={ended.length === 0} onPress={() => void removeBuilds(ended)}>
        {`Remove ${ended.length}`}
      </Button>
    </div>
  );
}
