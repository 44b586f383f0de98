import { memo, Suspense, useEffect } from 'react';
import { AnsibleView } from './features/ansible/ansible-view.tsx';
import { BuildPage } from './features/builds/build-page.tsx';
import { BuildsView } from './features/builds/builds-view.tsx';
import { ComposeView } from './features/compose/compose-view.tsx';
import { ContainersView } from './features/containers/containers-view.tsx';
import { EngineView } from './features/engine/engine-view.tsx';
import { RestartNotice } from './features/engine/restart-notice.tsx';
import { OtherEngineView } from './features/engines/other-engine-view.tsx';
import { OwnEngineOnly } from './features/engines/own-engine-only.tsx';
import { ImagePage } from './features/image/image-page.tsx';
import { ImagesView } from './features/images/images-view.tsx';
import { NetworkPage } from './features/networks/network-page.tsx';
import { NetworksView } from './features/networks/networks-view.tsx';
import { PortsView } from './features/ports/ports-view.tsx';
import { SettingsView } from './features/settings/settings-view.tsx';
import { Sidebar } from './features/sidebar.tsx';
import { SnapshotsView } from './features/snapshots/snapshots-view.tsx';
import { SystemView } from './features/system/system-view.tsx';
import { VolumePage } from './features/volumes/volume-page.tsx';
import { VolumesView } from './features/volumes/volumes-view.tsx';
import { useDialog } from './state/dialogs.ts';
import { isOwn, useEngines } from './state/engines-store.ts';
import { usePalette } from './state/palette-store.ts';
import { useStatus } from './state/status-store.ts';
import { type Place, useView, type View } from './state/view-store.ts';
import { Carriers } from './ui/carriers.tsx';
import { fetchParts, lazyPart } from './ui/lazy-part.tsx';
import { Notices } from './ui/notices.tsx';
import { Tooltips } from './ui/tooltip.tsx';
import { ViewHeader } from './ui/view-header.tsx';

/** Not needed for the first picture: a page has charts, and the terminal's code is as large as all of the rest. */
const ContainerPage = lazyPart(() =>
  import('./features/container/container-page.tsx').then((module) => module.ContainerPage),
);

const ComposePage = lazyPart(() =>
  import('./features/compose/compose-page.tsx').then((module) => module.ComposePage),
);

const LogsView = lazyPart(() => import('./features/logs/logs-view.tsx').then((module) => module.LogsView));

const Dialogs = lazyPart(() => import('./features/dialogs.tsx').then((module) => module.Dialogs));

const Palette = lazyPart(() => import('./features/palette/palette.tsx').then((module) => module.Palette));

const SwarmPlace = lazyPart(() =>
  import('./features/swarm/swarm-place.tsx').then((module) => module.SwarmPlace),
);

const TerminalView = lazyPart(() =>
  import('./features/terminal/terminal-view.tsx').then((module) => module.TerminalView),
);

/** The window: what there is on the left, one view on the right. */
export function App() {
  const place = useView((store) => store.place);
  const hasDialog = useDialog((store) => store.open !== null);
  const hasPalette = usePalette((store) => store.isOpen);
  const known = useStatus((store) => store.status !== null || store.failure !== null);
  useEffect(() => {
    if (known) markMeaningfulPaint();
  }, [known]);
  return (
    <div className="app">
      <Sidebar />
      <main className="main" aria-label={titles[place.view]}>
        <Shown place={place} />
      </main>
      <Suspense>{hasDialog && <Dialogs />}</Suspense>
      <Suspense>{hasPalette && <Palette />}</Suspense>
      <div className="corner">
        <Carriers />
        <RestartNotice />
        <Notices />
      </div>
      <Tooltips />
    </div>
  );
}

/** What is at a place; remade only when that is another one. */
const Shown = memo(function Shown({ place: { view, page } }: { readonly place: Place }) {
  const own = useEngines(isOwn);
  return (
    <>
      {view === 'engine' && (own ? <EngineView /> : <OtherEngineView />)}
      {view === 'containers' && page === undefined && <ContainersView />}
      <Suspense fallback={<ViewHeader title={titles[view]} />}>
        {page?.kind === 'container' && <ContainerPage key={page.id} id={page.id} tab={page.tab} />}
        {page?.kind === 'compose' && <ComposePage key={page.project} name={page.project} tab={page.tab} />}
      </Suspense>
      {view === 'compose' && page === undefined && <ComposeView />}
      {view === 'ansible' && (
        <OwnEngineOnly title={titles.ansible} what="Playbooks" why={playbooksWhy}>
          <AnsibleView />
        </OwnEngineOnly>
      )}
      {view === 'volumes' && page === undefined && <VolumesView />}
      {view === 'logs' && (
        <Suspense fallback={<ViewHeader title={titles.logs} />}>
          <LogsView />
        </Suspense>
      )}
      {view === 'system' && <SystemView tab={page?.kind === 'system' ? page.tab : 'disk'} />}
      {view === 'networks' && page === undefined && <NetworksView />}
      {view === 'ports' && (
        <OwnEngineOnly title={titles.ports} what="Ports and names" why={portsWhy}>
          <PortsView />
        </OwnEngineOnly>
      )}
      {view === 'swarm' && (
        <Suspense fallback={<ViewHeader title={titles.swarm} />}>
          <SwarmPlace page={page} />
        </Suspense>
      )}
      {page?.kind === 'network' && <NetworkPage key={page.id} id={page.id} />}
      {page?.kind === 'volume' && (
        <VolumePage key={page.name} name={page.name} tab={page.tab ?? 'overview'} />
      )}
      {view === 'images' && page === undefined && <ImagesView />}
      {page?.kind === 'image' && <ImagePage key={page.id} id={page.id} tab={page.tab} />}
      {view === 'builds' && page?.kind !== 'build' && (
        <BuildsView tab={page?.kind === 'builds' ? page.tab : 'history'} />
      )}
      {page?.kind === 'build' && <BuildPage key={page.id} id={page.id} tab={page.tab} />}
      {view === 'snapshots' && (
        <OwnEngineOnly title={titles.snapshots} what="Snapshots" why={snapshotsWhy}>
          <SnapshotsView />
        </OwnEngineOnly>
      )}
      {view === 'settings' && <SettingsView />}
      <Suspense fallback={<ViewHeader title={titles.terminal} />}>
        {view === 'terminal' && <TerminalView />}
      </Suspense>
    </>
  );
});

const portsWhy = 'What its containers publish is on the machine that it runs on.';
const playbooksWhy = 'They lie in folders that this machine shares with its own engine.';
const snapshotsWhy = 'Snapshots keep the state of Slipway’s virtual machine.';

const titles: Readonly<Record<View, string>> = {
  engine: 'Engine',
  containers: 'Containers',
  compose: 'Compose',
  ansible: 'Ansible',
  images: 'Images',
  builds: 'Builds',
  volumes: 'Volumes',
  networks: 'Networks',
  swarm: 'Swarm',
  ports: 'Ports',
  logs: 'Logs',
  system: 'System',
  terminal: 'Terminal',
  snapshots: 'Snapshots',
  settings: 'Settings',
};

let marked = false;

/**
 * Marks the first picture that says something of the engine, for `npm run bench`: two frames later it is drawn. What was not
 * needed for it is fetched from then on.
 */
function markMeaningfulPaint(): void {
  if (marked) return;
  marked = true;
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      performance.mark('slipway:first-meaningful-paint');
      void fetchParts();
    }),
  );
}
