import { Pencil, RotateCw, Trash2, X } from 'lucide-react';
import { useCallback } from 'react';
import type { Build } from '../../../main/contract/builds.ts';
import { call } from '../../bridge.ts';
import {
  buildAgain,
  buildKey,
  cancelBuild,
  editBuild,
  removeBuild,
  useBuilds,
} from '../../state/builds-store.ts';
import { usePending } from '../../state/pending.ts';
import { canBeAsked, useStatus } from '../../state/status-store.ts';
import { useEngineRequest } from '../../state/use-engine-request.ts';
import { useNow } from '../../state/use-now.ts';
import { type BuildTab, replacePlace, show } from '../../state/view-store.ts';
import { buildNote } from '../../text/build-text.ts';
import { Button } from '../../ui/button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { type PageTab, PageTabs } from '../../ui/page-tabs.tsx';
import { RequestState } from '../../ui/request-state.tsx';
import { always, EngineGate } from '../engine-gate.tsx';
import { BuildFacts } from './build-facts.tsx';
import { BuildMark } from './build-mark.tsx';
import { DockerfileTab } from './dockerfile-tab.tsx';
import { StepsTab } from './steps-tab.tsx';
import { useFollowHistory } from './use-follow-history.ts';
import './builds.css';

interface BuildPageProps {
  readonly id: string;
  readonly tab: BuildTab;
}

/** One build: its steps as they go on, what it was made with, and what can be done about it. */
export function BuildPage({ id, tab }: BuildPageProps) {
  const own = useBuilds((store) => store.own.find((build) => build.id === id));
  return own === undefined ? <RememberedPage id={id} tab={tab} /> : <Content build={own} tab={tab} />;
}

/** Of what BuildKit remembers the list does not say all. */
function RememberedPage({ id, tab }: BuildPageProps) {
  const listed = useBuilds((store) => store.remembered?.find((build) => build.id === id));
  const ask = useCallback(() => call('builds.details', { id }), [id]);
  const { state, again } = useEngineRequest(ask, listed?.state.kind ?? '');
  // That it has ended is heard of in no other way.
  useFollowHistory(state.kind === 'loaded' && state.value.state.kind === 'running');
  if (state.kind === 'loaded') return <Content build={state.value} tab={tab} />;
  return (
    <div className="view">
      <PageHeader parent="Builds" onParent={() => show('builds')} title={listed?.name ?? 'A build'} />
      <EngineGate list={always} what="builds">
        {() => (
          <RequestState state={state} what="the build" onRetry={again}>
            {() => null}
          </RequestState>
        )}
      </EngineGate>
    </div>
  );
}

function Content({ build, tab }: { readonly build: Build; readonly tab: BuildTab }) {
  const { id } = build;
  const now = useNow(build.state.kind === 'running' ? 1_000 : null);
  const tabs: readonly PageTab<BuildTab>[] = [
    { id: 'steps', title: 'Steps', content: () => <StepsTab key={id} build={build} /> },
    // Of others nobody has chosen the file here.
    ...(build.isOurs
      ? [
          {
            id: 'dockerfile',
            title: 'Dockerfile',
            content: () => <DockerfileTab key={id} build={build} />,
          } as const,
        ]
      : []),
    { id: 'facts', title: 'Overview', content: () => <BuildFacts build={build} /> },
  ];
  return (
    <div className="view">
      <PageHeader
        parent="Builds"
        onParent={() => show('builds')}
        title={build.name}
        mark={<BuildMark build={build} />}
        note={buildNote(build, now)}
      >
        <BuildActions build={build} />
      </PageHeader>
      <PageTabs
        label="About the build"
        tabs={tabs}
        chosen={tab}
        onChoose={(next) => replacePlace({ view: 'builds', page: { kind: 'build', id, tab: next } })}
      />
    </div>
  );
}

function BuildActions({ build }: { readonly build: Build }) {
  const isBusy = usePending((store) => store[buildKey(build.id)] !== undefined);
  const isDisabled = !useStatus(canBeAsked);
  if (build.state.kind === 'running') {
    return build.isOurs ? (
      <Button icon={X} onPress={() => void cancelBuild(build.id)}>
        Cancel
      </Button>
    ) : null;
  }
  return (
    <>
      <Button icon={Trash2} isBusy={isBusy} isDisabled={isDisabled} onPress={() => void removeBuild(build)}>
        Remove
      </Button>
      {build.isOurs && (
        <>
          <Button icon={Pencil} isDisabled={isDisabled} onPress={() => void editBuild(build)}>
            Edit
          </Button>
          <Button
            kind="primary"
            icon={RotateCw}
            isDisabled={isDisabled}
            onPress={() => void buildAgain(build)}
          >
            Build again
          </Button>
        </>
      )}
    </>
  );
}
