import { create } from 'zustand';
import type { Build, BuildSource } from '../../main/contract/builds.ts';
import { type Failure, toFailure } from '../../main/contract/errors.ts';
import type { ChosenFile } from '../../main/contract/files.ts';
import { call } from '../bridge.ts';
import { readStream } from '../read-stream.ts';
import { visibleText } from '../text/visible-text.ts';
import { type BuildOptions, formOf } from './build-form.ts';
import { openDialog } from './dialogs.ts';
import { notify, notifyFailure } from './notices.ts';
import { track } from './pending.ts';
import { createRefresher } from './refresher.ts';
import { isRunning, useStatus } from './status-store.ts';
import { type ManyWords, trackMany } from './track-many.ts';
import { goTo, show, useView } from './view-store.ts';

interface BuildsStore {
  /** Those of this app, the newest first. */
  readonly own: readonly Build[];
  /** Those that BuildKit remembers beside them; as they were read last, null before. */
  readonly remembered: readonly Build[] | null;
  /** Why they could not be read the last time. */
  readonly failure: Failure | null;
}

/** The builds that are known. */
export const useBuilds = create<BuildsStore>(() => ({ own: [], remembered: null, failure: null }));

const reading = createRefresher(async () => {
  if (!isRunning(useStatus.getState())) return;
  try {
    useBuilds.setState({ remembered: await call('builds.history', {}), failure: null });
  } catch (error) {
    useBuilds.setState({ failure: toFailure(error) });
  }
});

/** Reads anew what BuildKit remembers. */
export function readBuilds(): void {
  reading.invalidate();
}

/** All builds, the newest first. */
export function allBuilds({ own, remembered }: Pick<BuildsStore, 'own' | 'remembered'>): readonly Build[] {
  const refs = new Set(own.flatMap(({ id, ref }) => [id, ref]));
  // One that was begun here may be in a list that was read before its name was known.
  const others = (remembered ?? []).filter(({ id }) => !refs.has(id));
  return [...own, ...others].toSorted((a, b) => b.startedAt - a.startedAt);
}

/** Begins to follow this app's builds, and says what came of each that nobody looks at. Call once. */
export function followBuilds(): void {
  void follow();
}

async function follow(): Promise<void> {
  const running = new Set<string>();
  try {
    for await (const builds of readStream('builds.follow', {}, new AbortController().signal)) {
      useBuilds.setState({ own: builds.toReversed() });
      for (const build of builds) {
        if (build.state.kind === 'running') running.add(build.id);
        else if (running.delete(build.id)) tellEnd(build);
      }
    }
  } catch (error) {
    notifyFailure(error);
  }
}

function tellEnd({ id, name, state }: Build): void {
  readBuilds();
  const { page } = useView.getState().place;
  if (page?.kind === 'build' && page.id === id) return;
  if (state.kind === 'done') notify({ kind: 'done', text: `Built ${visibleText(name)}.` });
  if (state.kind === 'failed' && state.failure !== null)
    notify({
      kind: 'failure',
      failure: state.failure,
      offers: [{ title: 'Show the build', onAction: () => showBuild(id) }],
    });
}

/** Goes to the page of a build. */
export function showBuild(id: string): void {
  goTo({ view: 'builds', page: { kind: 'build', id, tab: 'steps' } });
}

/** Asks for the folder to build; null when the user has decided against it. */
export async function chooseFolder(): Promise<BuildSource | null> {
  const [chosen] = await call('files.chooseSources', { title: 'Build a folder', folders: true });
  return chosen === undefined ? null : call('builds.look', { file: chosen.id });
}

/** Asks for a Dockerfile; its own folder is built unless another one was chosen. */
export async function chooseDockerfile(folder: ChosenFile | undefined): Promise<BuildSource | null> {
  const [chosen] = await call('files.chooseSources', { title: 'Choose a Dockerfile' });
  if (chosen === undefined) return null;
  return call('builds.look', { file: chosen.id, ...(folder === undefined ? {} : { folder: folder.id }) });
}

/** Asks for the file of a secret; null when the user has decided against it. */
export async function chooseSecret(): Promise<ChosenFile | null> {
  const [chosen] = await call('files.chooseSources', { title: 'Choose the file of a secret' });
  return chosen ?? null;
}

/** Begins a build and shows it. Rejects when it could not even be begun. */
export async function beginBuild(options: BuildOptions): Promise<void> {
  showBuild(await call('builds.begin', options));
}

/** Whether a build can be begun again just so: the texts of secrets are kept nowhere. */
export function canRepeat({ isOurs, description }: Build): boolean {
  return isOurs && description?.secrets.every(({ from }) => from === 'file') === true;
}

/** Makes a build again as it was; asks in the form for the texts of secrets. */
export async function buildAgain(build: Build): Promise<void> {
  if (!canRepeat(build)) return editBuild(build);
  await said(async () => showBuild(await call('builds.again', { id: build.id })));
}

/** Opens the form as it was filled in for a build. */
export async function editBuild({ id }: Pick<Build, 'id'>): Promise<void> {
  await said(async () => openDialog({ kind: 'build', form: formOf(await call('builds.template', { id })) }));
}

/** Ends a build that is under way. */
export async function cancelBuild(id: string): Promise<void> {
  await said(() => call('builds.cancel', { id }));
}

/** The id under which something done to a build shows. */
export function buildKey(id: string): string {
  return `build ${id}`;
}

/** Has a build that has ended forgotten, here and by BuildKit. What it made stays. */
export async function removeBuild({ id, name }: Pick<Build, 'id' | 'name'>): Promise<void> {
  await track(buildKey(id), 'Removing…', async () => {
    await call('builds.remove', { id });
    const { page } = useView.getState().place;
    if (page?.kind === 'build' && page.id === id) show('builds');
    return `Removed the build of ${visibleText(name)}.`;
  });
  readBuilds();
}

/** Has several builds that have ended forgotten. */
export async function removeBuilds(builds: readonly Build[]): Promise<void> {
  const words: ManyWords = {
    ...{ underWay: 'Removing…', done: 'Removed', verb: 'remove', one: 'build', many: 'builds' },
  };
  const items = builds.map(({ id, name }) => ({ id: buildKey(id), build: id, name }));
  await trackMany(items, words, ({ build }) => call('builds.remove', { id: build }));
  readBuilds();
}

/** Shows two builds side by side, the earlier one first: of those that only the list has told of, all is read. */
export async function compareBuilds(first: Build, second: Build): Promise<void> {
  await said(async () => {
    const [left, right] = await Promise.all(
      [first, second].map(async (build) =>
        build.description === null ? call('builds.details', { id: build.id }) : build,
      ),
    );
    if (left !== undefined && right !== undefined)
      openDialog({ kind: 'compare-builds', first: left, second: right });
  });
}

async function said(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    notifyFailure(error);
  }
}
