import type { Failure } from '../contract/errors.ts';
import { formatHostPorts, type PortRange, parseHostPorts } from '../contract/host-ports.ts';
import type { DeniedPort } from '../vm/guest/ports-line.ts';

/** Whoever tries all ports is told of by so many. */
const mostKept = 256;

/** Ports that are named in one sentence. */
const mostNamed = 3;

/** After the last try it is told for so long, in milliseconds: who wonders why it does not work has just tried. */
const toldMs = 600_000;

/** Of the guest itself, and of containers with its network. */
const guestAddress = '10.0.2.15';

/** What containers tried to reach on this computer and may not. */
export interface DeniedPorts {
  /** `container`: whose the try was, as far as that is known; untrusted. True when that is news. */
  add(port: DeniedPort, container: string | undefined, now: number): boolean;
  /** What is said of it; none when nothing was denied, or when that was long ago. `allowed`: what the setting has now. */
  problems(allowed: readonly PortRange[], now: number): readonly Failure[];
  clear(): void;
}

/** Keeps them in mind, the latest of each port. Times are in milliseconds since 1970. */
export function keepDeniedPorts(): DeniedPorts {
  const kept = new Map<number, { readonly from: string; readonly at: number }>();
  return {
    add({ port, from }, container, now) {
      for (const [old, { at }] of kept) if (now - at >= toldMs) kept.delete(old);
      const isNew = !kept.has(port);
      if (isNew && kept.size >= mostKept) return false;
      kept.set(port, { from: container ?? from, at: now });
      return isNew;
    },
    problems(allowed, now) {
      const denied = [...kept]
        .filter(([port, { at }]) => now - at < toldMs && !allowed.some((range) => isIn(port, range)))
        .toSorted(([, a], [, b]) => b.at - a.at);
      return denied.length === 0 ? [] : [problemOf(denied, allowed)];
    },
    clear: () => kept.clear(),
  };
}

function isIn(port: number, { first, last }: PortRange): boolean {
  return port >= first && port <= last;
}

function problemOf(
  denied: readonly (readonly [number, { readonly from: string }])[],
  allowed: readonly PortRange[],
): Failure {
  const named = denied.slice(0, mostNamed).map(([port]) => port);
  const further = denied.length - named.length;
  const ports = [...named.map(String), ...(further > 0 ? [`${further} more`] : [])];
  const froms = new Set(denied.map(([, { from }]) => from));
  const [from = ''] = froms;
  const one = from === guestAddress ? 'A program in the VM’s own network' : `The container ${from}`;
  const who = froms.size === 1 ? one : `Containers (${from} and others)`;
  const wanted = [formatHostPorts(allowed), ...named].filter((text) => text !== '').join(',');
  const value = formatHostPorts(parseHostPorts(wanted) ?? []);
  return {
    code: 'host-port-closed',
    message: `${who} tried to reach ${listed(ports)} of this computer (host.docker.internal), which containers may not.`,
    hint: `To let them: \`slipway settings set network.hostPorts ${value}\`.`,
  };
}

function listed(ports: readonly string[]): string {
  const [last = '', ...before] = ports.toReversed();
  return before.length === 0 ? `port ${last}` : `the ports ${before.toReversed().join(', ')} and ${last}`;
}
