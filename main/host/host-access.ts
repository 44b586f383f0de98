import { readFile, stat } from 'node:fs/promises';
import { type Failure, toFailure } from '../contract/errors.ts';
import { formatHostPorts, type PortRange, parseHostPorts, withPorts } from '../contract/host-ports.ts';
import type { Log } from '../logging/logger.ts';
import { ignoreMissing } from '../util/file-errors.ts';
import type { DeniedPort } from '../vm/guest/ports-line.ts';
import type { State } from '../vm/state.ts';
import type { Supervisor } from '../vm/supervisor.ts';
import { keepDeniedPorts } from './denied-ports.ts';
import { type Resolver, readResolver } from './resolver.ts';

/** An engine under load lists its containers within a second or two. In milliseconds. */
const nameDeadlineMs = 10_000;

/** A guest under load changes its filter within a second or two. In milliseconds. */
const guestDeadlineMs = 10_000;

/** Between two tries to tell a guest what it has not taken, in milliseconds: one of an older Slipway never will. */
const againMs = 60_000;

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

/** What which VM was told. */
interface Told {
  readonly pid: number;
  readonly words: string;
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
  /** What which VM was told last. */
  let told: Told | undefined;
  /** What it did not take, and when it was told. */
  let refused: (Told & { readonly at: number }) | undefined;
  let looking: Promise<void> | undefined;
  let next: Promise<void> | undefined;
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

  const tell = async () => {
    const supervisor = options.supervisor();
    const wanted = await words();
    const machine = supervisor.present();
    // Not while it starts: what it says at its gate is saved for all starts.
    if (machine === undefined || isOver || supervisor.view().state.kind !== 'running') return;
    const { pid } = machine.record.process;
    const text = wanted.join(' ');
    const isSame = (other: Told | undefined) => other?.pid === pid && other.words === text;
    if (isSame(told) || (isSame(refused) && now() - (refused?.at ?? 0) < againMs)) return;
    try {
      await machine.control.ask(['host-access', ...wanted], AbortSignal.timeout(guestDeadlineMs));
      told = { pid, words: text };
    } catch (error) {
      log('warn', `what the guest may reach of this computer: ${toFailure(error).message}`);
      refused = { pid, words: text, at: now() };
    }
  };

  /** One after the other: the last word that is said is the last that holds. Whoever asks meanwhile shares the next. */
  const look = (): Promise<void> => {
    if (looking === undefined) {
      looking = tell().finally(() => {
        looking = undefined;
      });
      return looking;
    }
    next ??= looking.then(() => {
      next = undefined;
      return look();
    });
    return next;
  };

  return {
    words,
    look,
    follow(kind) {
      if (kind === 'stopped' || kind === 'failed') denied.clear();
      if (kind === 'running') void look();
    },
    async denied(port) {
      const container = await options
        .containerAt(port.from, AbortSignal.timeout(nameDeadlineMs))
        .catch(() => undefined);
      if (isOver) return;
      if (denied.add(port, container, now())) options.onProblems();
    },
    problems() {
      const outOfReach = resolver.isOutOfReach ? [noResolver(options.resolverFile)] : [];
      return [...outOfReach, ...denied.problems(ports, now())];
    },
    close() {
      isOver = true;
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
