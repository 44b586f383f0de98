import { create } from 'zustand';
import type { AppEvents } from '../../main/contract/window.ts';
import { listen } from '../bridge.ts';
import { isRunning, useStatus } from './status-store.ts';

/** A view that the sidebar and the menu lead to. */
export type View = AppEvents['app.show']['view'];

/** What the page of a container shows. */
export type ContainerTab =
  | 'overview'
  | 'logs'
  | 'files'
  | 'stats'
  | 'terminal'
  | 'processes'
  | 'changes'
  | 'inspect';

/** What the page of a volume shows. */
export type VolumeTab = 'overview' | 'files';

/** What the page of an image shows. */
export type ImageTab = 'overview' | 'layers' | 'packages';

/** What the page of a Compose project shows. */
export type ComposeTab = 'services' | 'logs' | 'file' | 'picture';
/** What the page of a build shows. */
export type BuildTab = 'steps' | 'dockerfile' | 'facts';

/** What is shown of builds as a whole. */
export type BuildsTab = 'history' | 'cache';

/** What is shown of the engine as a whole. */
export type SystemTab = 'disk' | 'events' | 'engine' | 'slipway';

/** What is shown of a Swarm. */
export type SwarmTab = 'services' | 'tasks' | 'nodes' | 'stacks' | 'secrets' | 'configs';

/** What the page of a service shows. */
export type ServiceTab = 'tasks' | 'overview' | 'logs';

/** The page of one object, or a part of a view. */
export type ObjectPage =
  | { readonly kind: 'container'; readonly id: string; readonly tab: ContainerTab }
  | { readonly kind: 'volume'; readonly name: string; readonly tab?: VolumeTab }
  | { readonly kind: 'network'; readonly id: string }
  | { readonly kind: 'system'; readonly tab: SystemTab }
  | { readonly kind: 'swarm'; readonly tab: SwarmTab }
  | { readonly kind: 'service'; readonly id: string; readonly tab: ServiceTab }
  | { readonly kind: 'node'; readonly id: string }
  | { readonly kind: 'image'; readonly id: string; readonly tab: ImageTab }
  | { readonly kind: 'compose'; readonly project: string; readonly tab: ComposeTab }
  | { readonly kind: 'builds'; readonly tab: BuildsTab }
  | { readonly kind: 'build'; readonly id: string; readonly tab: BuildTab };

/** Where one can be: a view, or the page of one object in it. */
export interface Place {
  readonly view: View;
  readonly page?: ObjectPage;
}

interface ViewStore {
  readonly place: Place;
  /** Places to go back to, the last first. */
  readonly past: readonly Place[];
  /** Places that one has come back from, the last first. */
  readonly future: readonly Place[];
}

/** Most places that are kept to go back to. */
const mostPast = 50;

/** The place on the screen, and those before and after it. */
export const useView = create<ViewStore>(() => ({ place: { view: 'engine' }, past: [], future: [] }));

let chosen = false;

/** Goes to a place; going to where one is already is no step. */
export function goTo(place: Place): void {
  chosen = true;
  useView.setState((now) =>
    isSame(now.place, place) ? now : { place, past: [now.place, ...now.past].slice(0, mostPast), future: [] },
  );
}

/** Goes to a view. */
export function show(view: View): void {
  goTo({ view });
}

/** Puts another place where one is, such as another tab of the same page: not a step to go back from. */
export function replacePlace(place: Place): void {
  useView.setState({ place });
}

/** Goes back to the place before; stays where there is none. */
export function goBack(): void {
  useView.setState(({ place, past: [last, ...past], future }) =>
    last === undefined ? {} : { place: last, past, future: [place, ...future] },
  );
}

/** Goes forward again after {@link goBack}. */
export function goForward(): void {
  useView.setState(({ place, past, future: [next, ...future] }) =>
    next === undefined ? {} : { place: next, past: [place, ...past], future },
  );
}

/** Goes from the start view to the containers once the engine runs, unless the user has chosen a view. Call once. */
export function followView(): void {
  listen('app.show', ({ view }) => show(view));
  listen('app.showContainer', ({ id }) =>
    goTo({ view: 'containers', page: { kind: 'container', id, tab: 'overview' } }),
  );
  listen('app.showEvents', () => goTo({ view: 'system', page: { kind: 'system', tab: 'events' } }));
  const stop = useStatus.subscribe((store) => {
    if (!isRunning(store)) return;
    stop();
    if (!chosen) useView.setState({ place: { view: 'containers' } });
  });
}

function isSame(a: Place, b: Place): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
