import type { PlaybookRun, PlaybookTask, TaskState } from '../../main/contract/ansible.ts';

/** The last part of a playbook's path. */
export function playbookName(file: string): string {
  return file.split(/[/\\]/).findLast((part) => part !== '') ?? file;
}

/** What is done, or was: `Running site.yml`. A text of the contract, not to be trusted. */
export function runTitle({ file, isCheck, state }: Pick<PlaybookRun, 'file' | 'isCheck' | 'state'>): string {
  const name = playbookName(file);
  const what = isCheck ? `a dry run of ${name}` : name;
  switch (state.kind) {
    case 'running':
      return isCheck ? `Dry run of ${name}` : `Running ${name}`;
    case 'done':
      return `Ran ${what}`;
    case 'cancelled':
      return `Cancelled: ${what}`;
    case 'failed':
      return `Failed: ${what}`;
  }
}

/** How a task is: `running` while hosts are at it, `none` where it was ended before any was through. */
export type ShownTaskState = TaskState | 'running' | 'none';

/** From bad to harmless: of several hosts the worst is shown. */
const order: readonly TaskState[] = ['unreachable', 'failed', 'ignored', 'changed', 'ok', 'skipped'];

/** In the order of Ansible's own recap, what failed at the end. */
const summed: readonly TaskState[] = ['ok', 'changed', 'skipped', 'ignored', 'failed', 'unreachable'];

/** How a task is on all its hosts; `isOver`: the run has ended. */
export function taskState({ results, endedAt }: PlaybookTask, isOver: boolean): ShownTaskState {
  const found = order.find((state) => results.some((result) => result.state === state));
  if (endedAt === null && !isOver && found === undefined) return 'running';
  return found ?? 'none';
}

/** A task's state in a word or two. */
export const taskWords: Readonly<Record<ShownTaskState, string>> = {
  ok: 'ok',
  changed: 'changed',
  skipped: 'skipped',
  ignored: 'failed, ignored',
  failed: 'failed',
  unreachable: 'unreachable',
  running: 'running',
  none: 'no result',
};

/** How many tasks came to what, as Ansible sums up: `3 ok, 1 changed`; empty before the first. */
export function runCounts({ plays, state }: Pick<PlaybookRun, 'plays' | 'state'>): string {
  const isOver = state.kind !== 'running';
  const states = plays.flatMap(({ tasks }) => tasks.map((task) => taskState(task, isOver)));
  return summed
    .map((state) => [states.filter((one) => one === state).length, taskWords[state]] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}

/** What is said of a run beside its title, while it goes on. */
export function runNote({ plays, state }: Pick<PlaybookRun, 'plays' | 'state'>): string {
  if (state.kind !== 'running') return '';
  if (state.isEnding) return 'ending…';
  const task = plays.at(-1)?.tasks.at(-1);
  if (task !== undefined && task.endedAt === null) return task.name;
  return state.doing === '' ? '' : `${state.doing}…`;
}

/** What a task said on its hosts; which host is named where there are several. Untrusted. */
export function taskMessage({ results }: Pick<PlaybookTask, 'results'>): string {
  return results
    .filter(({ message }) => message !== '')
    .map(({ host, message }) => (results.length > 1 ? `${host}: ${message}` : message))
    .join('; ');
}
