import { swarmReasons } from './swarm/swarm-reasons.ts';

/** Why the engine refused, for people: completes "Could not …: ". */
export interface PlainReason {
  readonly words: string;
  readonly hint: string;
}

/** A piece of the engine's messages, and what it means. */
export interface ReasonRule {
  readonly piece: RegExp;
  readonly reason: (found: readonly string[]) => PlainReason;
}

const rules: readonly ReasonRule[] = [
  {
    // What Slipway itself answered to the engine, which puts its own names of its parts before it.
    piece: /error starting userland proxy: ((?:UDP port|Port) \S+ .+?\.)(?: ([A-Z`].*))?$/s,
    reason: ([said = '', hint = '']) => ({ words: said.replace(/^P/, 'p').replace(/\.$/, ''), hint }),
  },
  {
    piece: /Bind for (\S+) failed: port is already allocated/,
    reason: ([where = '']) => ({
      words: `port ${where} is published by another container`,
      hint: 'Choose another host port, or stop that container.',
    }),
  },
  {
    piece: /container name "\/?([^"]+)" is already in use/,
    reason: ([name = '']) => ({
      words: `there is a container named ${name} already`,
      hint: 'Choose another name, or remove that container.',
    }),
  },
  {
    piece: /network with name (\S+) already exists/,
    reason: ([name = '']) => ({
      words: `there is a network named ${name} already`,
      hint: 'Choose another name.',
    }),
  },
  {
    piece: /invalid subnet (\S+): invalid CIDR/,
    reason: ([subnet = '']) => ({
      words: `${subnet} is not a subnet`,
      hint: 'Write it with its length: 10.20.0.0/16.',
    }),
  },
  {
    piece: /bind source path does not exist: (.+)$/,
    reason: ([path = '']) => ({
      words: `the virtual machine has no ${path}: containers see folders of this computer that are shared, and no others`,
      hint: `Share the folder (\`slipway share add PATH\`, then \`slipway restart\`), or use a volume.`,
    }),
  },
  {
    piece: /range of CPUs is from [\d.]+ to (\d+)\.00/,
    reason: ([most = '']) => ({
      words: `the virtual machine has ${most === '1' ? 'one processor' : `${most} processors`}`,
      hint: `Give it at most ${most}.`,
    }),
  },
  ...swarmReasons,
];

/** What the engine's words mean where that is known; undefined where they have to speak for themselves. */
export function plainReason(message: string): PlainReason | undefined {
  for (const { piece, reason } of rules) {
    const found = piece.exec(message.trim());
    if (found !== null) return reason(found.slice(1));
  }
  return undefined;
}

/**
 * A message that has to speak for itself: without how a Swarm's parts talk to each other, and with ids as people know them, by their
 * first twelve digits.
 */
export function withoutNoise(message: string): string {
  return message
    .replace(/^(?:rpc error: code = \w+ desc = )+/, '')
    .replace(/\b([0-9a-f]{12})[0-9a-f]{52}\b/g, '$1');
}
