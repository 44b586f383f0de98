import type Docker from 'dockerode';
import { orAborted } from '../util/wait.ts';
import { removeHelper } from './files/remove-helper.ts';

/**
 * Waits for a container of Slipway's own until the signal aborts; one that comes later is removed. So `create` has a deadline of
 * its own, and does not end with the signal: the engine may make a container of whose id nobody would hear. `onCreated` hears of
 * one that comes in time before anybody else.
 */
export function createUntil(
  engine: Docker,
  signal: AbortSignal,
  create: () => Promise<Docker.Container>,
  onCreated: (id: string) => void = () => undefined,
): Promise<Docker.Container> {
  const creating = create();
  creating.then(
    ({ id }) => {
      // What cannot be removed now is when the engine is back: sweep-helpers.ts.
      if (signal.aborted) removeHelper(engine, id).catch(() => undefined);
      else onCreated(id);
    },
    () => undefined,
  );
  return orAborted(signal, creating);
}
