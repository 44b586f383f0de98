import type { ComposeJob, ComposeTask, ComposeVerb } from '../../main/contract/compose.ts';

interface VerbWords {
  /** While it goes on, before the project's name. */
  readonly doing: string;
  readonly done: string;
}

const words: Readonly<Record<ComposeVerb, VerbWords>> = {
  up: { doing: 'Bringing up', done: 'Brought up' },
  down: { doing: 'Taking down', done: 'Took down' },
  start: { doing: 'Starting', done: 'Started' },
  stop: { doing: 'Stopping', done: 'Stopped' },
  restart: { doing: 'Restarting', done: 'Restarted' },
  pull: { doing: 'Pulling images of', done: 'Pulled the images of' },
  build: { doing: 'Building images of', done: 'Built the images of' },
  scale: { doing: 'Scaling', done: 'Scaled' },
  watch: { doing: 'Watching the files of', done: 'No longer watches the files of' },
};

/** What is done, or was: `Bringing up web of shop`. Texts of the contract, not to be trusted. */
export function jobTitle({ project, task, state }: Pick<ComposeJob, 'project' | 'task' | 'state'>): string {
  const { doing, done } = words[task.verb];
  const what = subject(project, task);
  switch (state.kind) {
    case 'running':
      return `${doing} ${what}`;
    case 'done':
      return `${done} ${what}`;
    case 'cancelled':
      return `Cancelled: ${doing.toLowerCase()} ${what}`;
    case 'failed':
      return `Failed: ${doing.toLowerCase()} ${what}`;
  }
}

function subject(project: string, task: ComposeTask): string {
  if (task.verb === 'scale') return `${task.service} of ${project} to ${task.replicas}`;
  const services = 'services' in task ? task.services : [];
  if (services.length === 0) return project;
  return services.length > 3
    ? `${services.length} services of ${project}`
    : `${services.join(', ')} of ${project}`;
}

/** How far it is, in a few words; empty before Compose has told anything. */
export function jobNote({ task, steps, state }: Pick<ComposeJob, 'task' | 'steps' | 'state'>): string {
  if (state.kind === 'running' && state.isEnding) return 'ending…';
  if (task.verb === 'watch') return '';
  if (steps.length === 0) return '';
  const done = steps.filter((step) => step.state !== 'working').length;
  return `${done} of ${steps.length}`;
}

/** How much of it is done, from 0 to 1; null before Compose has told anything, and for what goes on until it is ended. */
export function jobPart({ task, steps }: Pick<ComposeJob, 'task' | 'steps'>): number | null {
  if (steps.length === 0 || task.verb === 'watch') return null;
  const sum = steps.reduce((total, { state, part }) => total + (state === 'working' ? (part ?? 0) : 1), 0);
  return sum / steps.length;
}
