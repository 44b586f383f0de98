import type { PlaybookPlay, PlaybookTask } from '../contract/ansible.ts';
import { assertNever } from '../contract/assert-never.ts';
import type { PlaybookEvent } from './read-event.ts';

/** Most plays and tasks of a run that are kept, and results of a task: what comes behind them is not shown. */
const mostPlays = 500;
const mostTasks = 2_000;
const mostResults = 100;

/** The plays of a run after an event at `now`. */
export function foldEvent(
  plays: readonly PlaybookPlay[],
  event: PlaybookEvent,
  now: number,
): readonly PlaybookPlay[] {
  switch (event.kind) {
    case 'play': {
      const before = ended(plays, now);
      return plays.length < mostPlays ? [...before, { name: event.name, tasks: [] }] : before;
    }
    case 'task': {
      const before = ended(plays, now);
      const play = before.at(-1) ?? { name: '', tasks: [] };
      if (before.reduce((sum, { tasks }) => sum + tasks.length, 0) >= mostTasks) return before;
      const { id, name, where } = event;
      const task = { id, name, where, startedAt: now, endedAt: null, results: [] };
      return [...before.slice(0, -1), { ...play, tasks: [...play.tasks, task] }];
    }
    case 'result': {
      const { host, state, message } = event;
      // A handler is told again each time it is run, under the same id.
      const told = plays.at(-1)?.tasks.findLast(({ id }) => id === event.task);
      return inLastPlay(plays, (task) =>
        task === told && task.results.length < mostResults
          ? { ...task, results: [...task.results, { host, state, message }] }
          : task,
      );
    }
    case 'end':
      return ended(plays, now);
    case 'empty':
      return plays;
    default:
      return assertNever(event);
  }
}

/** Ansible begins a task when all hosts are through with the one before. */
function ended(plays: readonly PlaybookPlay[], now: number): readonly PlaybookPlay[] {
  return inLastPlay(plays, (task) => (task.endedAt === null ? { ...task, endedAt: now } : task));
}

function inLastPlay(
  plays: readonly PlaybookPlay[],
  change: (task: PlaybookTask) => PlaybookTask,
): readonly PlaybookPlay[] {
  const last = plays.at(-1);
  return last === undefined ? plays : [...plays.slice(0, -1), { ...last, tasks: last.tasks.map(change) }];
}
