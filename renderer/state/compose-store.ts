import { create } from 'zustand';
import type { ComposeJob, ComposeProject } from '../../main/contract/compose.ts';
import { type Failure, toFailure } from '../../main/contract/errors.ts';
import type { ParametersOf } from '../../main/contract/requests.ts';
import type { windowRequests } from '../../main/contract/window.ts';
import { call } from '../bridge.ts';
import { readStream } from '../read-stream.ts';
import { jobTitle } from '../text/compose-text.ts';
import { visibleText } from '../text/visible-text.ts';
import { notify, notifyFailure } from './notices.ts';
import { goTo, useView } from './view-store.ts';

interface ComposeStore {
  /** Those that are remembered; null until they were first read. */
  readonly projects: readonly ComposeProject[] | null;
  /** Why they could not be read; null when they could. */
  readonly failure: Failure | null;
  /** Work on projects, under way or ended. */
  readonly jobs: readonly ComposeJob[];
  /** Counts, for each project, how often its files were written here: what was made of them before is out of date. */
  readonly written: Readonly<Record<string, number>>;
}

/** The Compose projects that are remembered, and what is done to any. */
export const useCompose = create<ComposeStore>(() => ({
  projects: null,
  failure: null,
  jobs: [],
  written: {},
}));

/** Whether work goes on that comes to an end by itself. */
export function isUnderWay({ state, task }: ComposeJob): boolean {
  return state.kind === 'running' && task.verb !== 'watch';
}

/** Begins to follow the projects, and says what came of each piece of work, whatever is on the screen. Call once. */
export function followCompose(): void {
  void readProjects();
  void followJobs();
}

async function followJobs(): Promise<void> {
  const running = new Set<string>();
  try {
    for await (const jobs of readStream('compose.follow', {}, new AbortController().signal)) {
      for (const job of jobs) {
        if (job.state.kind === 'running') running.add(job.id);
        else if (running.delete(job.id)) tellEnd(job);
      }
      useCompose.setState({ jobs });
    }
  } catch (error) {
    notifyFailure(error);
  }
}

/** Where its page is on the screen, that says it. */
function tellEnd(job: ComposeJob): void {
  const { state, project } = job;
  if (state.kind === 'done') notify({ kind: 'done', text: `${visibleText(jobTitle(job))}.` });
  const { page } = useView.getState().place;
  if (page?.kind === 'compose' && page.project === project) return;
  if (state.kind === 'failed')
    notify({
      kind: 'failure',
      failure: state.failure,
      offers: [{ title: 'Show the project', onAction: () => openProject(project) }],
    });
}

/** Reads what is remembered again. */
export async function readProjects(): Promise<void> {
  try {
    useCompose.setState({ projects: await call('compose.projects', {}), failure: null });
  } catch (error) {
    useCompose.setState({ failure: toFailure(error) });
  }
}

/** Goes to the page of a project. */
export function openProject(project: string): void {
  goTo({ view: 'compose', page: { kind: 'compose', project, tab: 'services' } });
}

/** Asks for a Compose file, remembers its project, and goes there. */
export async function addProject(): Promise<void> {
  await said(async () => {
    const [file] = await call('files.chooseSources', {
      title: 'Choose a Compose file',
      kinds: [{ name: 'Compose files', extensions: ['yaml', 'yml'] }],
    });
    if (file !== undefined) show(await call('compose.add', { file: file.id }));
  });
}

/** Asks for a folder, begins a project in it, and goes there. Answers whether that was done. */
export function createProject(template: string): Promise<boolean> {
  return said(async () => {
    const folder = await call('files.chooseFolder', { title: 'Choose a folder for the project' });
    if (folder === null) return false;
    show(await call('compose.create', { template, folder: folder.id }));
    return true;
  }, false);
}

function show({ name }: ComposeProject): void {
  void readProjects();
  openProject(name);
}

/** Remembers a project that runs, with the files that its containers name. */
export async function adoptProject(project: string): Promise<void> {
  await said(async () => {
    await call('compose.adopt', { project });
    await readProjects();
    notify({ kind: 'done', text: `${project} is remembered, also when it is down.` });
  });
}

/** Forgets a project; its files and containers stay. */
export async function forgetProject(project: string): Promise<void> {
  await said(async () => {
    await call('compose.forget', { project });
    await readProjects();
    notify({ kind: 'done', text: `Forgot ${project}. Its files and containers are as they were.` });
  });
}

let lastSwitch: Promise<void> = Promise.resolve();

/** Switches a profile on or off; of several one after the other, so that each begins with what the one before has left. */
export function switchProfile(project: string, profile: string, isOn: boolean): Promise<void> {
  lastSwitch = lastSwitch.then(() =>
    said(async () => {
      const known = useCompose.getState().projects?.find(({ name }) => name === project)?.profiles ?? [];
      const others = known.filter((one) => one !== profile);
      await call('compose.setProfiles', { project, profiles: isOn ? [...others, profile] : others });
      await readProjects();
    }),
  );
  return lastSwitch;
}

/** A task as a caller writes it. */
export type AskedTask = ParametersOf<(typeof windowRequests)['compose.begin']>['task'];

/** Begins work on a project; what comes of it shows in its jobs. */
export async function beginTask(project: string, task: AskedTask): Promise<void> {
  await said(async () => {
    await call('compose.begin', { project, task });
  });
}

/** Ends work that is under way. */
export async function cancelJob(job: string): Promise<void> {
  await said(() => call('compose.cancel', { job }));
}

/** Takes work that has ended off the page. */
export async function dismissJob(job: string): Promise<void> {
  await said(() => call('compose.dismiss', { job }));
}

/** One of the files of a project was written here. */
export function noteWritten(project: string): void {
  useCompose.setState(({ written }) => ({
    written: { ...written, [project]: (written[project] ?? 0) + 1 },
  }));
}

/** Begins work that has ended again. */
export function again(job: ComposeJob): Promise<void> {
  return beginTask(job.project, job.task as AskedTask);
}

async function said(work: () => Promise<void>): Promise<void>;
async function said<T>(work: () => Promise<T>, otherwise: T): Promise<T>;
async function said<T>(work: () => Promise<T>, otherwise?: T): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    notifyFailure(error);
    return otherwise;
  }
}
