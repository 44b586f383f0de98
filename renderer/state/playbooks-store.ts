import { create } from 'zustand';
import type { PlaybookRun } from '../../main/contract/ansible.ts';
import { call } from '../bridge.ts';
import { readStream } from '../read-stream.ts';
import { runTitle } from '../text/playbook-text.ts';
import { visibleText } from '../text/visible-text.ts';
import { notify, notifyFailure } from './notices.ts';
import { show, useView } from './view-store.ts';

interface PlaybooksStore {
  /** Runs of playbooks in this app, the newest first. */
  readonly runs: readonly PlaybookRun[];
}

/** The playbooks that are run, and were. */
export const usePlaybooks = create<PlaybooksStore>(() => ({ runs: [] }));

/** Follows the runs, and says what came of each, whatever is on the screen. Call once. */
export async function followPlaybooks(): Promise<void> {
  const running = new Set<string>();
  try {
    for await (const runs of readStream('ansible.follow', {}, new AbortController().signal)) {
      for (const run of runs) {
        if (run.state.kind === 'running') running.add(run.id);
        else if (running.delete(run.id)) tellEnd(run);
      }
      usePlaybooks.setState({ runs });
    }
  } catch (error) {
    notifyFailure(error);
  }
}

/** Where its view is on the screen, that says it. */
function tellEnd(run: PlaybookRun): void {
  if (useView.getState().place.view === 'ansible') return;
  const { state } = run;
  if (state.kind === 'done') notify({ kind: 'done', text: `${visibleText(runTitle(run))}.` });
  if (state.kind === 'failed')
    notify({
      kind: 'failure',
      failure: state.failure,
      offers: [{ title: 'Show the playbook', onAction: () => show('ansible') }],
    });
}

/** Asks for a playbook and runs it; `isCheck`: without changing anything. */
export async function choosePlaybook(isCheck: boolean): Promise<void> {
  await said(async () => {
    const [file] = await call('files.chooseSources', {
      title: isCheck ? 'Choose a playbook for a dry run' : 'Choose a playbook to run',
      kinds: [{ name: 'Playbooks', extensions: ['yaml', 'yml'] }],
    });
    if (file === undefined) return;
    await call('ansible.run', { file: file.id, isCheck });
    show('ansible');
  });
}

/** Runs one that has ended again, in its place. */
export function runAgain(id: string): Promise<void> {
  return said(async () => {
    await call('ansible.again', { id });
  });
}

/** Ends one that goes on. */
export function cancelRun(id: string): Promise<void> {
  return said(() => call('ansible.cancel', { id }));
}

/** Takes one that has ended off the list. */
export function dismissRun(id: string): Promise<void> {
  return said(() => call('ansible.dismiss', { id }));
}

async function said(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    notifyFailure(error);
  }
}
