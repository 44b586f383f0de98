import { groupBy } from 'es-toolkit/array';
import { sumBy } from 'es-toolkit/math';
import type {
  Service,
  Swarm,
  SwarmFile,
  SwarmLists,
  SwarmNode,
  Task,
} from '../../../main/contract/engine/swarm-lists.ts';
import { naturalOrder } from '../../text/natural-order.ts';

/** The colour of a dot. What it says is always said in words, too. */
export type Tone = 'good' | 'busy' | 'bad' | 'idle';

/** A task with what it is called and where it is. */
export interface TaskRow extends Task {
  /** `web.2`; on each node one: `web.NODE`. */
  readonly name: string;
  readonly serviceName: string;
  /** Empty while it was placed nowhere, and for a node that is gone. */
  readonly nodeName: string;
  /** It is what its service is to have now: all others tell what was. */
  readonly isCurrent: boolean;
  readonly tone: Tone;
}

/** A service with its tasks, the current ones first, then the newest. */
export interface ServiceRow extends Service {
  readonly tasks: readonly TaskRow[];
  readonly tone: Tone;
  /** What is said beside the number of its tasks: the change that is under way, or why tasks fail. Untrusted. */
  readonly note: string;
}

/** A node with the tasks that it has now. */
export interface NodeRow extends SwarmNode {
  readonly name: string;
  readonly tasks: readonly TaskRow[];
  readonly tone: Tone;
}

/** A stack: services of one label. */
export interface StackRow {
  readonly name: string;
  readonly services: readonly ServiceRow[];
  readonly running: number;
  readonly desired: number;
  readonly tone: Tone;
  readonly createdAt: number;
}

/** A secret or config with the names of the services that have it. */
export interface FileRow extends SwarmFile {
  readonly users: readonly string[];
}

/** All that is shown of a Swarm. */
export interface SwarmRows {
  readonly services: readonly ServiceRow[];
  readonly tasks: readonly TaskRow[];
  readonly nodes: readonly NodeRow[];
  readonly stacks: readonly StackRow[];
  readonly secrets: readonly FileRow[];
  readonly configs: readonly FileRow[];
}

const failed: readonly string[] = ['failed', 'rejected', 'orphaned'];
const settled: readonly string[] = ['running', 'complete', 'shutdown', 'remove', ...failed];
const wanted: readonly string[] = ['running', 'ready', 'complete'];

/** Whether a task is on its way to what it is to be. */
export function isMovingTask({ state, desiredState }: Task): boolean {
  if (!settled.includes(state)) return true;
  return state === 'running' && !wanted.includes(desiredState);
}

/** Whether anything is on its way: then it is worth looking again, for tasks on other nodes are told by no event. */
export function isMoving(swarm: Swarm): boolean {
  if (swarm.kind !== 'manager') return false;
  return (
    swarm.tasks.some(isMovingTask) ||
    swarm.services.some(
      ({ running, desired, update }) =>
        running !== desired || update?.state === 'updating' || update?.state === 'rollback_started',
    )
  );
}

/** Puts together what is known of each part. */
export function swarmRows(lists: SwarmLists): SwarmRows {
  const services = new Map(lists.services.map((service) => [service.id, service]));
  const nodes = new Map(lists.nodes.map((node) => [node.id, node]));
  const tasks = lists.tasks
    .map((task) => taskRow(task, services.get(task.service), nodes.get(task.node)))
    .toSorted(byCurrency);
  const ofService = groupBy(tasks, ({ service }) => service);
  const ofNode = groupBy(tasks, ({ node }) => node);
  const serviceRows = lists.services.map((service) => serviceRow(service, ofService[service.id] ?? []));
  const usersOf = (kind: 'secrets' | 'configs') => (file: SwarmFile) => ({
    ...file,
    users: lists.services
      .filter((service) => service[kind].some(({ id }) => id === file.id))
      .map(({ name }) => name),
  });
  return {
    services: serviceRows,
    tasks,
    nodes: lists.nodes.map((node) => ({
      ...node,
      name: node.hostname || node.id,
      tasks: (ofNode[node.id] ?? []).filter(({ isCurrent }) => isCurrent),
      tone: nodeTone(node),
    })),
    stacks: stackRows(serviceRows),
    secrets: lists.secrets.map(usersOf('secrets')),
    configs: lists.configs.map(usersOf('configs')),
  };
}

function taskRow(task: Task, service: Service | undefined, node: SwarmNode | undefined): TaskRow {
  const serviceName = service?.name ?? '';
  const nodeName = node?.hostname ?? '';
  return {
    ...task,
    serviceName,
    nodeName,
    name: `${serviceName || task.service.slice(0, 12)}.${task.slot || nodeName || task.node.slice(0, 12)}`,
    isCurrent: wanted.includes(task.desiredState),
    tone: taskTone(task),
  };
}

function taskTone({ state }: Task): Tone {
  if (state === 'running') return 'good';
  if (failed.includes(state)) return 'bad';
  return settled.includes(state) ? 'idle' : 'busy';
}

function byCurrency(a: TaskRow, b: TaskRow): number {
  return (
    Number(b.isCurrent) - Number(a.isCurrent) || naturalOrder(a.name, b.name) || b.createdAt - a.createdAt
  );
}

function serviceRow(service: Service, tasks: readonly TaskRow[]): ServiceRow {
  const { running, desired, update } = service;
  const trouble = running < desired ? lastError(tasks) : '';
  const isChanging = update?.state === 'updating' || update?.state === 'rollback_started';
  const isPaused = update?.state === 'paused' || update?.state === 'rollback_paused';
  const tone =
    trouble !== '' || isPaused
      ? 'bad'
      : running < desired || isChanging
        ? 'busy'
        : desired === 0
          ? 'idle'
          : 'good';
  return { ...service, tasks, tone, note: trouble || updateWords(update?.state ?? '') };
}

/** Why the newest task that has failed did: the engine makes another in its place, which says nothing of it. */
function lastError(tasks: readonly TaskRow[]): string {
  const [newest] = tasks.filter(({ error }) => error !== '').toSorted((a, b) => b.since - a.since);
  return newest?.error ?? '';
}

const updates: Readonly<Record<string, string>> = {
  updating: 'updating',
  paused: 'update paused',
  rollback_started: 'rolling back',
  rollback_paused: 'rollback paused',
  rollback_completed: 'rolled back',
};

/** What is said of a change to a service; nothing of one that has gone well. */
export function updateWords(state: string): string {
  return updates[state] ?? '';
}

function nodeTone({ state, availability, manager }: SwarmNode): Tone {
  if (state !== 'ready' || (manager !== null && manager.reachability !== 'reachable')) return 'bad';
  return availability === 'active' ? 'good' : 'busy';
}

function stackRows(services: readonly ServiceRow[]): readonly StackRow[] {
  const tones: readonly Tone[] = ['bad', 'busy', 'good', 'idle'];
  const members = services.filter(({ stack }) => stack !== null);
  return Object.entries(groupBy(members, ({ stack }) => stack ?? '')).map(([name, own]) => ({
    name,
    services: own,
    running: sumBy(own, ({ running }) => running),
    desired: sumBy(own, ({ desired }) => desired),
    tone: tones.find((tone) => own.some((service) => service.tone === tone)) ?? 'idle',
    createdAt: Math.min(...own.map(({ createdAt }) => createdAt)),
  }));
}

/** Those in whose texts every word of the filter turns up. */
export function matching<T>(
  rows: readonly T[],
  filter: string,
  textsOf: (row: T) => readonly string[],
): readonly T[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = textsOf(row).join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
