import { SlipwayError, toFailure } from '../../contract/errors.ts';
import type { HomePaths } from '../../home/paths.ts';

/** While one is added or removed. */
export const busy = {
  code: 'busy',
  message: 'Another VM is being added or removed.',
  hint: 'Wait until that is done.',
} as const;

/** Adding one was given up. */
export const cancelled = {
  code: 'aborted',
  message: 'It was cancelled, and what was begun was taken back.',
  hint: 'Start it again.',
} as const;

/** All addresses are taken. */
export const noMore = {
  code: 'invalid-argument',
  message: 'There are as many VMs as the network between them has addresses.',
  hint: 'Remove one first: `slipway node list`.',
} as const;

/** `free`: a name that is not. */
export function nameTaken(name: string, free: string) {
  return {
    code: 'invalid-argument',
    message: `There is a VM named ${name} already.`,
    hint: `Choose another name, such as ${free}; \`slipway node list\` shows those there are.`,
  } as const;
}

/** A VM's sockets lie in a folder of its name, so that a home that is well for itself may be too deep for a name. */
export function nameTooLong({ home }: HomePaths, name: string, over: number) {
  const longest = name.length - over;
  const shorter = 'set SLIPWAY_HOME to a shorter path, such as ~/.slipway';
  return {
    code: 'home-path-too-long',
    message: `The VM ${name} cannot have its sockets in ${home}: their paths would be ${over} bytes over the system's limit.`,
    hint:
      longest > 0
        ? `Name one of at most ${longest} characters (\`slipway node add NAME\`), or ${shorter}.`
        : `No name is short enough: ${shorter}.`,
  } as const;
}

/** `names`: of those that there are. */
export function nodeNotFound(name: string, names: readonly string[]) {
  const known =
    names.length === 0 ? 'There is none: `slipway node add` makes one.' : `There are: ${names.join(', ')}.`;
  return { code: 'not-found', message: `There is no further VM named ${name}.`, hint: known } as const;
}

/** A Swarm is not ended with the VM that it was begun for: somebody may use it by then. */
export function withSwarm(error: unknown): SlipwayError {
  const failure = toFailure(error);
  const stays = 'The Swarm that was begun for it stays; `slipway docker swarm leave --force` ends it.';
  return new SlipwayError({ ...failure, hint: `${failure.hint} ${stays}`.trim() }, { cause: error });
}

/** What the Swarm does not do is left to whoever asks again. */
export function byForce(name: string, error: unknown): SlipwayError {
  const failure = toFailure(error);
  const hint = `${failure.hint} To delete it without the Swarm: \`slipway node rm ${name} --force\`.`.trim();
  return new SlipwayError({ ...failure, hint }, { cause: error });
}
