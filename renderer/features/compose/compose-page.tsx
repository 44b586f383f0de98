import { Bookmark, Boxes } from 'lucide-react';
import { Suspense, useCallback, useMemo } from 'react';
import type { ComposeCheck } from '../../../main/contract/compose.ts';
import { call } from '../../bridge.ts';
import { adoptProject, useCompose } from '../../state/compose-store.ts';
import { useEngine } from '../../state/engine-store.ts';
import { canBeAsked, isRunning, useStatus } from '../../state/status-store.ts';
import { useRequest } from '../../state/use-request.ts';
import { type ComposeTab, replacePlace, show } from '../../state/view-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { MoreMenu } from '../../ui/more-menu.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { type PageTab, PageTabs } from '../../ui/page-tabs.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { EngineAway } from '../engine-away.tsx';
import { LogPanel } from '../logs/view/log-panel.tsx';
import { JobStrip } from './job-strip.tsx';
import { PictureTab } from './picture-tab.tsx';
import { isBusy, projectActions, projectMenu } from './project-menu.ts';
import { type ProjectRow, projectState } from './project-rows.ts';
import { ServicesTab } from './services-tab.tsx';
import { useProjectRows } from './use-project-rows.ts';
import '../containers/containers.css';
import '../images/transfers.css';
import './compose.css';
import { lazyPart } from '../../ui/lazy-part.tsx';

/** Fetched when it is first shown: an editor and what reads YAML are larger than all of the rest. */
const FileTab = lazyPart(() => import('./file-tab.tsx').then((module) => module.FileTab));

interface ComposePageProps {
  readonly name: string;
  readonly tab: ComposeTab;
}

/** One Compose project: its services, their logs, its files, and how all hangs together. */
export function ComposePage({ name, tab }: ComposePageProps) {
  const row = useProjectRows().find((one) => one.name === name);
  const isReady = useStatus(canBeAsked);
  const running = useStatus(isRunning);
  const isKnown = useCompose((store) => store.projects !== null || store.failure !== null);
  const isLoading = useEngine((store) => running && store.containers.kind === 'loading');
  if (row === undefined) return <Gone name={name} isKnown={isKnown && !isLoading} />;
  const { text, tone } = projectState(row);
  return (
    <div className="view">
      <PageHeader
        parent="Compose"
        onParent={() => show('compose')}
        title={name}
        mark={<span className={`dot dot-${tone}`} aria-hidden />}
        note={row.isKnown ? text : ''}
      >
        {row.remembered === null && (
          <Button icon={Bookmark} isDisabled={!running} onPress={() => void adoptProject(name)}>
            Remember
          </Button>
        )}
        {projectActions(row, isReady)
          .toReversed()
          .map(({ title, icon, isDisabled = false, onAction }) => (
            <Button
              key={title}
              kind={title === 'Up' ? 'primary' : 'plain'}
              icon={icon}
              isDisabled={isDisabled}
              onPress={onAction}
            >
              {title}
            </Button>
          ))}
        <MoreMenu label="More for this project" groups={() => projectMenu(row, isReady)} />
      </PageHeader>
      {row.job !== null && <JobStrip key={row.job.id} job={row.job} />}
      {row.watch !== null && <JobStrip key={row.watch.id} job={row.watch} />}
      <Content row={row} tab={tab} isFree={isReady && !isBusy(row)} running={running} />
    </div>
  );
}

interface ContentProps {
  readonly row: ProjectRow;
  readonly tab: ComposeTab;
  readonly isFree: boolean;
  readonly running: boolean;
}

function Content({ row, tab, isFree, running }: ContentProps) {
  const { name, remembered } = row;
  const written = useCompose((store) => store.written[name] ?? 0);
  const hasFiles = remembered !== null;
  const ask = useCallback(
    async (): Promise<ComposeCheck | null> => (hasFiles ? call('compose.check', { project: name }) : null),
    [name, hasFiles],
  );
  const { state, again } = useRequest(ask, `${written} ${remembered?.missing.length ?? 0}`);
  const scope = useMemo(() => ({ kind: 'project' as const, name }), [name]);
  const tabs: readonly PageTab<ComposeTab>[] = [
    {
      id: 'services',
      title: 'Services',
      content: () => <ServicesTab row={row} check={state} isFree={isFree} onRetry={again} />,
    },
    {
      id: 'logs',
      title: 'Logs',
      content: () => (running ? <LogPanel scope={scope} name={name} /> : <EngineAway words={logWords} />),
    },
    ...(remembered === null
      ? []
      : [
          {
            id: 'file' as const,
            title: remembered.files.length > 1 ? 'Files' : 'File',
            content: () => (
              <Suspense fallback={<div className="loading">Opening the editor…</div>}>
                <FileTab project={remembered} />
              </Suspense>
            ),
          },
          {
            id: 'picture' as const,
            title: 'Picture',
            content: () => <PictureTab row={row} check={state} onRetry={again} />,
          },
        ]),
  ];
  return (
    <PageTabs
      label="About the project"
      tabs={tabs}
      chosen={tabs.some(({ id }) => id === tab) ? tab : 'services'}
      onChoose={(next) =>
        replacePlace({ view: 'compose', page: { kind: 'compose', project: name, tab: next } })
      }
    />
  );
}

const logWords = {
  asleep: 'The logs show once it is awake. Looking at them does not wake it.',
  fallingAsleep: 'The logs are kept.',
  stopped: 'The logs are kept; they show once it runs.',
  otherwise: 'The logs show as soon as it runs.',
};

function Gone({ name, isKnown }: { readonly name: string; readonly isKnown: boolean }) {
  return (
    <div className="view">
      <PageHeader parent="Compose" onParent={() => show('compose')} title={name} />
      {isKnown ? (
        <EmptyState
          icon={Boxes}
          title="This project is no longer there"
          actions={<Button onPress={() => show('compose')}>All projects</Button>}
        >
          It is not remembered, and no container of it is left. Its files are where they were.
        </EmptyState>
      ) : (
        <div className="loading" role="status">
          <Spinner size={16} />
          Reading the projects…
        </div>
      )}
    </div>
  );
}
