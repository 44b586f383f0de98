import type { NodeStep } from './node-vms.ts';

/** What a further VM may be called: its guest's own name, and so one by RFC 1123; short, since sockets lie below a folder of that name. */
export const nodeNamePattern = /^[a-z0-9](?:[a-z0-9-]{0,29}[a-z0-9])?$/;

/** The rule of {@link nodeNamePattern} in words. */
export const nodeNameRule =
  'it has up to 31 lower-case letters, digits and dashes, and no dash at either end';

/** The words for a step of making or removing one. */
export const nodeStepWords: Readonly<Record<NodeStep, string>> = {
  engine: 'Starting the engine',
  swarm: 'Asking the Swarm',
  start: 'Starting the VM',
  join: 'Joining the Swarm',
  ready: 'Waiting until the Swarm has it',
  drain: 'Moving its tasks to other nodes',
  leave: 'Leaving the Swarm',
  stop: 'Ending the VM',
  undo: 'Taking back what was begun',
};
