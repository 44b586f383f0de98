import { readFile, stat } from 'node:fs/promises';
import { type Failure, toFailure } from '../contract/errors.ts';
import { formatHostPorts, type PortRange, parseHostPorts, withPorts } from '../contract/host-ports.ts';
import type { Log } from '../logging/logger.ts';
import { ignoreMissing } from '../util/file-errors.ts';
import { abortAfter } from '../util/wait.ts';
import type { DeniedPort } from '../vm/guest/ports-line.ts';
import type { State } from '../vm/state.ts';
import type { Supervisor } from '../vm/supervisor.ts';
import { keepDeniedPorts } from './denied-ports.ts';
import { keepGuestTold } from './keep-guest-told.ts';
import { type Resolver, readResolver } from './resolver.ts';

/** An engine under load lists its containers within a second or two. In milliseconds. */
const nameDeadlineMs = 10_000;

/** No container of the VM before is left: it ends, or has ended. With a sleep and a resume they are the same. */
const ended: readonly State['kind'][] = ['stopping', 'stopped', 'backoff', 'failed'];

/** What the guest may reach of its host, and how it looks names up. */
export interface HostAccess {
  /** The words for a guest (vm-assets/root/usr/lib/slipway/host-access), as it is now. Never rejects. */
  words(): Promise<readonly string[]>;
  /** Tells the VM that runs what has changed: in the settings, in the host's resolver. Never rejects. */
  look(): Promise<void>;
  /** Told of each new state of the VM. */
  follow(kind: State['kind']): void;
  /** Somebody in the guest tried a port that is not to be had. */
  denied(port: DeniedPort): Promise<void>;
  problems(): readonly Failure[];
  close(): void;
}

/** What it is followed with. */
export interface HostAccessOptions {
  readonly supervisor: () => Pick<Supervisor, 'present' | 'view'>;
  /** The setting's text. */
  readonly hostPorts: () => Promise<string>;
  /** What the engine itself needs beside: its proxies on this computer. */
  readonly proxyPorts: () => Promise<readonly number[]>;
  /** Where the system keeps how names are looked up: resolv.conf(5). */
  readonly resolverFile: string;
  /** Whose an address is. */
  readonly containerAt: (address: string, signal: AbortSignal) => Promise<string | undefined>;
  readonly onProblems: () => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

/** Follows the host's settings and resolver for the guest of a supervisor. */
export function followHostAccess(options: HostAccessOptions): HostAccess {
  const { log, now } = options;
  const denied = keepDeniedPorts();
  let ports: readonly PortRange[] = [];
  let resolver: Resolver = readResolver('');
  let resolverVersion: string | undefined;
  let isOver = false;

  const readFileAnew = async () => {
    const found = await stat(options.resolverFile).catch(ignoreMissing);
    const version = found === undefined ? 'none' : `${found.dev} ${found.ino} ${found.mtimeMs} ${found.size}`;
    if (version === resolverVersion) return;
    const text = (await readFile(options.resolverFile, 'utf8').catch(ignoreMissing)) ?? '';
    const wasOutOfReach = resolver.isOutOfReach;
    resolver = readResolver(text);
    resolverVersion = version;
    if (resolver.isOutOfReach !== wasOutOfReach) options.onProblems();
  };

  const words = async () => {
    let all = ports;
    try {
      ports = parseHostPorts(await options.hostPorts()) ?? [];
      all = withPorts(ports, await options.proxyPorts());
      await readFileAnew();
    } catch (error) {
      log('warn', `what the guest may reach of this computer: ${toFailure(error).message}`);
    }
    return [
      formatHostPorts(all) || 'none',
      resolver.servers.join(','),
      resolver.search.length === 0 ? '-' : resolver.search.join(','),
    ];
  };

  const guest = keepGuestTold({
    ...{ supervisor: options.supervisor, verb: 'host-access', words, now, log },
    about: 'what the guest may reach of this computer',
  });

  return {
    words,
    look: guest.look,
    follow(kind) {
      if (ended.includes(kind)) denied.clear();
      if (kind === 'running') void guest.look();
    },
    async denied(port) {
      const machine = options.supervisor().present();
      const container = await options
        .containerAt(port.from, abortAfter(nameDeadlineMs))
        .catch(() => undefined);
      const supervisor = options.supervisor();
      // In another VM that address is another container's.
      if (isOver || supervisor.present() !== machine || ended.includes(supervisor.view().state.kind)) return;
      if (denied.add(port, container, now())) options.onProblems();
    },
    problems() {
      const outOfReach = resolver.isOutOfReach ? [noResolver(options.resolverFile)] : [];
      return [...outOfReach, ...denied.problems(ports, now())];
    },
    close() {
      isOver = true;
      guest.close();
    },
  };
}

function noResolver(file: string): Failure {
  return {
    code: 'resolver-unreachable',
    message: `Containers cannot look names up: ${file} names servers by IPv6 addresses alone, and the VM’s network has IPv4.`,
    hint: 'Add a name server with an IPv4 address, or a resolver on this computer (systemd-resolved).',
  };
}
