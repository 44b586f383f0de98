import { assertNever } from '../../main/contract/assert-never.ts';
import type { KillSignal } from '../../main/contract/engine/container-words.ts';
import type { Container } from '../../main/contract/engine/containers.ts';
import { shortImageName } from '../../main/contract/engine/image-name.ts';
import { call } from '../bridge.ts';
import { visibleText } from '../text/visible-text.ts';
import { isAlive } from './actions.ts';
import { notify } from './notices.ts';
import { showPending } from './pending.ts';
import { type ManyWords, trackMany } from './track-many.ts';

/** What can be done to one container or to many with a press. */
export type ContainerVerb = 'start' | 'stop' | 'restart' | 'pause' | 'unpause' | 'remove';

type Words = Pick<ManyWords, 'underWay' | 'done' | 'verb'>;

const words: Readonly<Record<ContainerVerb, Words>> = {
  start: { underWay: 'Starting…', done: 'Started', verb: 'start' },
  stop: { underWay: 'Stopping…', done: 'Stopped', verb: 'stop' },
  restart: { underWay: 'Restarting…', done: 'Restarted', verb: 'restart' },
  pause: { underWay: 'Pausing…', done: 'Paused', verb: 'pause' },
  unpause: { underWay: 'Unpausing…', done: 'Unpaused', verb: 'unpause' },
  remove: { underWay: 'Removing…', done: 'Removed', verb: 'remove' },
};

const nouns = { one: 'container', many: 'containers' };

/** Whether it makes sense to do this to a container as it is now. */
export function fits(verb: ContainerVerb | 'kill', container: Container): boolean {
  const { state } = container;
  switch (verb) {
    case 'start':
      return !isAlive(container) && state !== 'removing';
    case 'stop':
    case 'restart':
      return isAlive(container);
    case 'pause':
      return state === 'running';
    case 'unpause':
      return state === 'paused';
    case 'kill':
      return state === 'running' || state === 'paused';
    case 'remove':
      return state !== 'removing';
    default:
      return assertNever(verb);
  }
}

/**
 * Does something to containers, a few at a time, and says in one notice what came of all. Those on which an action is
 * under way are left alone.
 */
export async function actOnContainers(containers: readonly Container[], verb: ContainerVerb): Promise<void> {
  await trackMany(containers, { ...words[verb], ...nouns }, async (container) => {
    const { id } = container;
    if (verb === 'remove') await call('containers.remove', { id, force: isAlive(container) });
    else await call(`containers.${verb}`, { id });
  });
}

/** Sends a signal to the first process of each, and says in one notice what came of all. */
export async function killContainers(containers: readonly Container[], signal: KillSignal): Promise<void> {
  const sent = { underWay: `Sending ${signal}…`, done: `Sent ${signal} to`, verb: `send ${signal} to` };
  await trackMany(containers, { ...sent, ...nouns }, ({ id }) => call('containers.kill', { id, signal }));
}

/** What is said of an image that is made of a container. */
export interface CommitWords {
  readonly name: string;
  readonly message: string;
  readonly author: string;
  /** Lets the container stand still meanwhile. */
  readonly pause: boolean;
}

/** Makes an image of a container, which its row shows while it is under way. Rejects when it could not be made. */
export async function commitContainer(container: Container, given: CommitWords): Promise<void> {
  const { id, name } = container;
  await showPending(id, 'Making an image…', async () => {
    const { imageId } = await call('containers.commit', { id, ...given });
    const made = visibleText(given.name.trim() || shortImageName(imageId));
    notify({ kind: 'done', text: `Made the image ${made} of ${visibleText(name)}.` });
  });
}
