import { createHash } from 'node:crypto';
import { type Failure, toFailure } from '../../contract/errors.ts';
import type { Proxies } from '../../contract/proxies.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Log } from '../../logging/logger.ts';
import type { Machine } from '../../vm/driver.ts';
import type { GuestNetwork } from '../../vm/seed.ts';
import type { Supervisor } from '../../vm/supervisor.ts';
import { type FoundCertificates, noCertificates } from './find-certificates.ts';
import { type FoundProxies, noProxies } from './find-proxies.ts';
import { type GuestProxies, proxiesForGuest } from './guest-proxies.ts';
import { countText, foundText, proxiesText } from './network-text.ts';

/** One for http and one for https. */
const mostPorts = 2;

/** Whoever asks for a status does not wait longer than this for a system that answers slowly, in milliseconds. */
const patienceMs = 2_000;

/** What a host knows of the proxies and certificates of its computer. */
export interface NetworkCare {
  /** What the guest is to be given at a start, found out anew. Never rejects: without them the engine runs all the same. */
  offer(): Promise<GuestNetwork>;
  /**
   * TCP ports of this computer's own loopback by which the guest reaches its proxies, which its filter has to let through: those
   * that a start would have, and those that the VM that runs was given. Never rejects.
   */
  hostPorts(): Promise<readonly number[]>;
  /** What of them cannot be used, and what the VM that runs has otherwise. */
  problems(): readonly Failure[];
  /** Looks whether anything is other than before, and than in the VM that runs. Never rejects; at most some seconds. */
  look(): Promise<void>;
}

/** What looking after them works with. */
export interface NetworkCareOptions {
  readonly supervisor: () => Pick<Supervisor, 'view' | 'present'>;
  readonly settings: () => Promise<Settings>;
  readonly findProxies: (settings: Settings) => Promise<FoundProxies>;
  readonly findCertificates: () => Promise<FoundCertificates>;
  /** Tells them to containers by the docker client of our own; null: of none. */
  readonly keepClientProxies: (proxies: Proxies | null) => Promise<void>;
  /** Hears when {@link NetworkCare.problems} has changed. */
  readonly onProblems: () => void;
  /** How often it is looked whether the system says something else, in milliseconds. Changed settings are seen at once. */
  readonly lookEveryMs: number;
  /** Milliseconds, by a clock that nobody sets. */
  readonly now: () => number;
  readonly log: Log;
}

/** What this computer says now. */
interface Wanted {
  /** The settings by which it was found. */
  readonly settings: string;
  readonly foundAt: number;
  readonly guest: GuestProxies;
  readonly certificates: FoundCertificates;
  readonly network: GuestNetwork;
  readonly problems: readonly Failure[];
}

/** Looks after the proxies and certificates of the VM that a supervisor has. */
export function careForNetwork(options: NetworkCareOptions): NetworkCare {
  const { supervisor, log, now } = options;
  let wanted: Wanted | undefined;
  let told = '[]';
  let logged = '';
  let outdated: { readonly machine: Machine; readonly problems: readonly Failure[] } | undefined;
  let looking: Promise<void> | undefined;
  /** Settles when what is found out for a start is known. */
  let offering: Promise<void> = Promise.resolve();
  /** What each VM answered; it does not change while that lives. */
  const given = new WeakMap<Machine, string>();

  const running = () => (supervisor().view().state.kind === 'running' ? supervisor().present() : undefined);

  const problems = () => [
    ...(wanted?.problems ?? []),
    ...(outdated !== undefined && outdated.machine === running() ? outdated.problems : []),
  ];

  const find = async (settings: Settings): Promise<Wanted> => {
    const [found, certificates] = await Promise.all([
      options.findProxies(settings),
      settings['network.hostCertificates'] ? options.findCertificates() : noCertificates,
    ]);
    const guest = proxiesForGuest(found.proxies);
    const marks = marksOf(guest, certificates.pem);
    const line = foundText(found, certificates);
    if (line !== logged) log('info', line);
    logged = line;
    await options
      .keepClientProxies(settings['network.proxyInContainers'] ? guest.proxies : null)
      .catch((error: unknown) => log('warn', `proxies of containers: ${toFailure(error).message}`));
    return {
      ...{ settings: keyOf(settings), foundAt: now(), guest, certificates },
      network: { proxies: guest.proxies, certificates: certificates.pem, marks },
      problems: [...found.problems, ...guest.problems, ...certificates.problems],
    };
  };

  const askGiven = async (machine: Machine): Promise<string | undefined> => {
    const known = given.get(machine);
    if (known !== undefined) return known;
    // A guest of before there were such marks knows no answer: nothing is said of it.
    const answer = await machine.control
      .ask(['network-marks'], new AbortController().signal)
      .catch(() => undefined);
    if (answer !== undefined) given.set(machine, answer);
    return answer;
  };

  const lookAgain = async () => {
    const settings = await options.settings();
    const isFresh = wanted?.settings === keyOf(settings) && now() - wanted.foundAt < options.lookEveryMs;
    const present = isFresh && wanted !== undefined ? wanted : await find(settings);
    wanted = present;
    const machine = running();
    const answer = machine === undefined ? undefined : await askGiven(machine);
    if (machine !== undefined && answer !== undefined)
      outdated = { machine, problems: differences(answer, present) };
    const text = JSON.stringify(problems());
    if (text === told) return;
    told = text;
    options.onProblems();
  };

  return {
    problems,
    async hostPorts() {
      await offering;
      const machine = running();
      const answer = machine === undefined ? undefined : await askGiven(machine);
      return [...new Set([...(wanted?.guest.hostPorts ?? []), ...portsOf(answer)])];
    },
    async offer() {
      const found = options.settings().then(find);
      offering = found.then(
        (one) => {
          wanted = one;
        },
        () => undefined,
      );
      try {
        return (await found).network;
      } catch (error) {
        log('warn', `proxies and certificates: ${toFailure(error).message}`);
        return { proxies: noProxies, certificates: '', marks: marksOf(proxiesForGuest(noProxies), '') };
      }
    },
    async look() {
      looking ??= lookAgain()
        .catch((error: unknown) => log('warn', `proxies and certificates: ${toFailure(error).message}`))
        .finally(() => {
          looking = undefined;
        });
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, patienceMs);
      });
      await Promise.race([looking, late]);
      clearTimeout(timer);
    },
  };
}

/** The settings that count here. */
function keyOf(settings: Settings): string {
  return JSON.stringify(Object.entries(settings).filter(([key]) => key.startsWith('network.')));
}

/** A word that is other for other content, from which that cannot be read. */
function mark(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
}

function marksOf({ proxies, hostPorts }: GuestProxies, certificates: string): string {
  return `${mark(proxies)} ${mark(certificates)} ${hostPorts.join(',') || '-'}`;
}

/** The ports in what a guest has answered. It may say anything: what is no port is none. */
function portsOf(answer: string | undefined): readonly number[] {
  const [, , ports = ''] = answer?.split(' ') ?? [];
  return ports
    .split(',')
    .filter((port) => /^[1-9]\d{0,4}$/.test(port))
    .map(Number)
    .filter((port) => port <= 65_535)
    .slice(0, mostPorts);
}

function differences(answer: string, { network, guest, certificates }: Wanted): readonly Failure[] {
  const [proxies, trusted] = answer.split(' ');
  const [wantedProxies, wantedTrusted] = network.marks.split(' ');
  const hint = '`slipway restart` takes that over.';
  return [
    ...(proxies === wantedProxies
      ? []
      : [
          {
            code: 'network-outdated' as const,
            message: `The engine goes on by the proxies that it was started with; now it would be started with ${proxiesText(guest.proxies)}.`,
            hint,
          },
        ]),
    ...(trusted === wantedTrusted
      ? []
      : [
          {
            code: 'network-outdated' as const,
            message: `The engine trusts the authorities that it was started with; now it would be given ${countText(certificates.count)} of this computer.`,
            hint,
          },
        ]),
  ];
}
