import type { ServiceChange, ServiceOptions } from '../../main/contract/engine/services.ts';
import type { SwarmFileOptions } from '../../main/contract/engine/swarm-files.ts';
import type { SwarmFileKind } from '../../main/contract/engine/swarm-limits.ts';
import type { ChosenFile } from '../../main/contract/files.ts';
import type { ParametersOf } from '../../main/contract/requests.ts';
import type { windowRequests } from '../../main/contract/window.ts';
import { call } from '../bridge.ts';
import { visibleText } from '../text/visible-text.ts';
import { refreshList } from './engine-store.ts';
import { notify, notifyFailure } from './notices.ts';
import { track } from './pending.ts';
import { trackMany } from './track-many.ts';

/** What is acted on: by its id, and how it is called. */
export interface Named {
  readonly id: string;
  /** Untrusted. */
  readonly name: string;
}

/** The id under which what is done to a part of a Swarm shows. Ids of a Swarm are alike for all its parts. */
export function swarmKey(id: string): string {
  return `swarm ${id}`;
}

/** The id under which what is done to a stack shows: it has none of its own. */
export function stackKey(name: string): string {
  return `stack ${name}`;
}

/** Says what has been done, and has the Swarm read again: not all that is done to one is told by an event. */
function say(text: string): void {
  refreshList('swarm');
  notify({ kind: 'done', text });
}

/** Makes the engine the first manager of a new Swarm. Rejects when it could not be, as all here do that a dialog asks for. */
export async function initSwarm(address: string): Promise<void> {
  await call('swarm.init', { address });
  say('This engine is the first manager of a new Swarm.');
}

/** Makes the engine the only manager of the Swarm that it is in. */
export async function rescueSwarm(address: string): Promise<void> {
  await call('swarm.init', { address, isRescue: true });
  say('This engine is the only manager of its Swarm now.');
}

/** Joins a Swarm. */
export async function joinSwarm(
  parameters: ParametersOf<(typeof windowRequests)['swarm.join']>,
): Promise<void> {
  await call('swarm.join', parameters);
  say('This engine has joined the Swarm.');
}

/** Leaves the Swarm. */
export async function leaveSwarm(force: boolean): Promise<void> {
  await call('swarm.leave', { force });
  say('This engine is part of no Swarm any more.');
}

/** Makes a service. */
export async function createService(options: ServiceOptions): Promise<void> {
  const { warnings } = await call('services.create', options);
  const remarks = warnings.map((warning) => ` ${visibleText(warning)}`).join('');
  say(`Created the service ${visibleText(options.name)}.${remarks}`);
}

/** Tells a service how many tasks it is to have. */
export async function scaleService({ id, name }: Named, replicas: number): Promise<void> {
  await call('services.scale', { id, replicas });
  say(`${visibleText(name)} is to have ${replicas === 1 ? 'one task' : `${replicas} tasks`} now.`);
}

/** Changes a service. */
export async function updateService(name: string, change: ServiceChange): Promise<void> {
  await call('services.update', change);
  say(`${visibleText(name)} is being updated.`);
}

/** Makes all tasks of a service anew, and says what came of it. */
export async function renewService({ id, name }: Named): Promise<void> {
  await track(swarmKey(id), 'Updating…', async () => {
    await call('services.update', { id, isRenewal: true });
    refreshList('swarm');
    return `The tasks of ${visibleText(name)} are being made anew.`;
  });
}

/** Goes back to what a service was before its last change, and says what came of it. */
export async function rollBackService({ id, name }: Named): Promise<void> {
  await track(swarmKey(id), 'Rolling back…', async () => {
    await call('services.rollback', { id });
    refreshList('swarm');
    return `${visibleText(name)} is being rolled back.`;
  });
}

/** Removes services, and says in one notice what came of it. */
export async function removeServices(services: readonly Named[]): Promise<void> {
  await trackMany(
    services.map(({ id, name }) => ({ id: swarmKey(id), name, service: id })),
    { underWay: 'Removing…', done: 'Removed', verb: 'remove', one: 'service', many: 'services' },
    ({ service }) => call('services.remove', { id: service }),
  );
  refreshList('swarm');
}

type NodeChange = Omit<ParametersOf<(typeof windowRequests)['nodes.update']>, 'id'>;

/** Changes what a node is for, and says what came of it; `done` without its full stop. */
export async function changeNode({ id }: Named, change: NodeChange, done: string): Promise<void> {
  await track(swarmKey(id), 'Changing…', async () => {
    await call('nodes.update', { id, ...change });
    refreshList('swarm');
    return `${done}.`;
  });
}

/** Gives a node other labels. */
export async function setNodeLabels(
  { id, name }: Named,
  labels: Readonly<Record<string, string>>,
): Promise<void> {
  await call('nodes.update', { id, labels });
  say(`Changed the labels of ${visibleText(name)}.`);
}

/** Takes a node out of the Swarm. */
export async function removeNode({ id, name }: Named, force: boolean): Promise<void> {
  await call('nodes.remove', { id, force });
  say(`Removed the node ${visibleText(name)}.`);
}

/** Makes a secret or a config. */
export async function createSwarmFile(kind: SwarmFileKind, options: SwarmFileOptions): Promise<void> {
  await call(`${kind}.create`, options);
  say(`Created the ${kind === 'secrets' ? 'secret' : 'config'} ${visibleText(options.name)}.`);
}

/** Removes secrets or configs, and says in one notice what came of it. */
export async function removeSwarmFiles(kind: SwarmFileKind, files: readonly Named[]): Promise<void> {
  await trackMany(
    files.map(({ id, name }) => ({ id: swarmKey(id), name, file: id })),
    {
      ...{ underWay: 'Removing…', done: 'Removed', verb: 'remove' },
      ...(kind === 'secrets' ? { one: 'secret', many: 'secrets' } : { one: 'config', many: 'configs' }),
    },
    ({ file }) => call(`${kind}.remove`, { id: file }),
  );
  refreshList('swarm');
}

/** Asks for a file; null when the user has decided against it. */
export async function chooseFile(title: string, kinds: FileKinds = []): Promise<ChosenFile | null> {
  try {
    const [file] = await call('files.chooseSources', { title, kinds: [...kinds] });
    return file ?? null;
  } catch (error) {
    notifyFailure(error);
    return null;
  }
}

type FileKinds = readonly { readonly name: string; readonly extensions: string[] }[];

/** Asks for the Compose file of a stack; null when the user has decided against it. */
export function chooseComposeFile(): Promise<ChosenFile | null> {
  return chooseFile('Deploy a stack', [{ name: 'Compose files', extensions: ['yaml', 'yml'] }]);
}

/** Deploys a stack. Says what the client had to remark. */
export async function deployStack(
  parameters: ParametersOf<(typeof windowRequests)['stacks.deploy']>,
): Promise<void> {
  const { output } = await call('stacks.deploy', parameters);
  say(`Deployed the stack ${visibleText(parameters.name)}.${remarksOf(output)}`);
}

/** What the client says beside what it makes: that it leaves something out of the file. */
export function remarksOf(output: string): string {
  return output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(Creating|Updating|Removing) \w+ \S+/.test(line))
    .map((line) => ` ${visibleText(line)}`)
    .join('');
}

/** Removes a stack, and says what came of it. */
export async function removeStack(name: string): Promise<void> {
  await track(stackKey(name), 'Removing…', async () => {
    await call('stacks.remove', { name });
    refreshList('swarm');
    return `Removed the stack ${visibleText(name)}.`;
  });
}
