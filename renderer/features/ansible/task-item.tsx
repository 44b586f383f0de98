import {
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CirclePlus,
  CircleX,
  type LucideIcon,
  Unplug,
} from 'lucide-react';
import type { PlaybookTask } from '../../../main/contract/ansible.ts';
import { formatDuration } from '../../../main/contract/duration.ts';
import { type ShownTaskState, taskMessage, taskState, taskWords } from '../../text/playbook-text.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';

const icons: Readonly<Record<Exclude<ShownTaskState, 'running'>, LucideIcon>> = {
  ok: CircleCheck,
  changed: CirclePlus,
  skipped: CircleMinus,
  ignored: CircleX,
  failed: CircleX,
  unreachable: Unplug,
  none: CircleDashed,
};

/** A task: how it is, what it said, and how long it took. `now` in milliseconds since 1970; `isOver`: its run has ended. */
export function TaskItem({
  task,
  isOver,
  now,
}: {
  readonly task: PlaybookTask;
  readonly isOver: boolean;
  readonly now: number;
}) {
  const state = taskState(task, isOver);
  const Icon = state === 'running' ? undefined : icons[state];
  const { startedAt, endedAt } = task;
  const took = endedAt ?? (isOver ? null : now);
  return (
    <li className="task" data-state={state}>
      <span className="task-mark">
        {Icon === undefined ? <Spinner size={14} /> : <Icon size={14} aria-hidden />}
      </span>
      <span className="task-name">
        <Untrusted text={task.name} />
      </span>
      <Untrusted className="task-message" text={taskMessage(task)} />
      <span className="task-state">{taskWords[state]}</span>
      <span className="task-time">{took === null ? '' : formatDuration(Math.max(0, took - startedAt))}</span>
    </li>
  );
}
