import type { Domain, DomainListeners, Domains } from '../contract/domains.ts';
import { fallbackPorts } from '../contract/domains.ts';
import { SlipwayError, toFailure } from '../contract/errors.ts';
import type { PortBinding } from '../contract/ports.ts';
import { createPlainServer, createTlsServer } from '../forward/domains/create-servers.ts';
import { createDomainPort } from '../forward/domains/domain-ports.ts';
import { createDomainServer } from '../forward/domains/domain-server.ts';
import type { DomainRoute } from '../forward/domains/domain-table.ts';
import { createSecureContexts } from '../forward/domains/secure-contexts.ts';
import type { HomePaths } from '../home/paths.ts';
import type { Log } from '../logging/logger.ts';
import { loadSettings } from '../settings/settings-store.ts';
import { watchSettings } from '../settings/watch-settings.ts';
import type { Supervisor } from '../vm/supervisor.ts';
import { loadAuthority } from './authority.ts';
import { followDomains } from './follow-domains.ts';
import { reachContainer } from './reach-container.ts';

/** How often a port that is in somebody's way is tried again, in milliseconds: as often as one that a container publishes. */
const retryMs = 5_000;

/** Names of containers, as a host has them. */
export interface ContainerDomains {
  list(signal: AbortSignal): Promise<Domains>;
  /** Where they are answered; null while they are not. */
  listeners(): DomainListeners | null;
  /** Requests that containers serve, or that wait for the VM. */
  requests(): number;
  /** Ends what containers serve; who still waits goes on waiting. */
  drop(): void;
  /** Whether whoever asks for a container is turned away, and wakes no VM. */
  setTurningAway(isTurningAway: boolean): void;
  /** Lets go of a port that a container publishes. */
  makeRoom(binding: PortBinding): Promise<void>;
  /** To be called once, when it is known what was left of the VM. */
  begin(): void;
  close(): Promise<void>;
}

/** What they are made with. */
export interface ContainerDomainsOptions {
  readonly paths: HomePaths;
  readonly supervisor: Supervisor;
  /** Hears when a request for a container begins or ends. */
  readonly onRequests: () => void;
  /** Hears when {@link ContainerDomains.list} has changed. */
  readonly onChange: () => void;
  /** Hears when {@link ContainerDomains.listeners} has changed. */
  readonly onListeners: () => void;
  readonly log: Log;
}

/**
 * Answers the names of containers on this computer's loopback for as long as the socket of the engine's clients is there:
 * through sleep and restarts. A request wakes a VM that sleeps.
 */
export function serveDomains(options: ContainerDomainsOptions): ContainerDomains {
  const { paths, supervisor, log } = options;
  let isOpen = false;
  let isOver = false;
  let isTurningAway = false;
  let unwatch: () => void = () => undefined;
  let making: Promise<unknown> | undefined;

  const table = followDomains({ paths, supervisor, onChange: options.onChange, log });
  const listeners = (): DomainListeners => ({ http: http.state(), https: https.state() });
  const listed = (): readonly Domain[] => (table.routes() ?? []).map(asDomain);
  const server = createDomainServer({
    async find(name, signal) {
      if (isTurningAway) throw new SlipwayError(leaving);
      return table.find(name, signal);
    },
    async connect(route, signal) {
      if (isTurningAway) throw new SlipwayError(leaving);
      return reachContainer(supervisor, table, route, signal);
    },
    list: listed,
    listeners,
    onRequests: options.onRequests,
  });
  const authority = async () => {
    try {
      return await loadAuthority(paths, Date.now());
    } catch (error) {
      log('warn', `names of containers over HTTPS: ${toFailure(error).message}`);
      throw error;
    }
  };
  const contexts = createSecureContexts(authority, Date.now);
  const told = {
    retryMs,
    onChange: () => {
      options.onListeners();
      options.onChange();
    },
  };
  const http = createDomainPort({
    ...told,
    create: () => createPlainServer(server),
    fallback: fallbackPorts.http,
    setting: 'domains.httpPort',
  });
  const https = createDomainPort({
    ...told,
    create: () => createTlsServer(server, contexts),
    fallback: fallbackPorts.https,
    setting: 'domains.httpsPort',
  });

  const apply = async () => {
    const settings = await loadSettings(paths);
    if (!isOpen || isOver) return;
    await Promise.all([http.open(settings['domains.httpPort']), https.open(settings['domains.httpsPort'])]);
  };
  /** Whoever is to trust the certificate needs it before the first request. Once, and not while the VM starts. */
  const makeAuthority = () => {
    if (isOver || supervisor.view().state.kind !== 'running' || https.state().port === null) return;
    // Told by `authority` itself; the first request tries again.
    making ??= authority().catch(() => undefined);
  };
  const applySoon = () =>
    void apply()
      .then(makeAuthority)
      .catch((error: unknown) => log('warn', `names of containers: ${toFailure(error).message}`));

  const follow = () => {
    if (isOver) return;
    const { kind } = supervisor.view().state;
    makeAuthority();
    const isWanted = kind !== 'stopped' && kind !== 'failed';
    if (isWanted === isOpen) return;
    isOpen = isWanted;
    if (isOpen) applySoon();
    else void Promise.all([http.close(), https.close()]);
  };
  supervisor.onChange(follow);

  return {
    async list(signal) {
      await table.look(signal);
      const routes = table.routes();
      return {
        ...listeners(),
        authority: paths.authorityCertificate,
        domains: routes === undefined ? null : routes.map(asDomain),
      };
    },
    listeners: () => (isOpen ? listeners() : null),
    requests: server.requests,
    drop: server.drop,
    setTurningAway(value) {
      isTurningAway = value;
    },
    async makeRoom(binding) {
      await Promise.all([http.makeRoom(binding), https.makeRoom(binding)]);
    },
    begin() {
      unwatch = watchSettings(paths, applySoon);
      follow();
    },
    async close() {
      isOver = true;
      unwatch();
      table.close();
      await Promise.all([http.close(), https.close(), making]);
      server.drop();
    },
  };
}

function asDomain({ name, container, isRunning, port, problem, labelProblem }: DomainRoute): Domain {
  return { name, container, isRunning, port, problem, labelProblem };
}

const leaving = {
  code: 'not-running',
  message: 'The VM is put to sleep for good, and whoever comes meanwhile does not wake it.',
  hint: 'Wake it with `slipway start`.',
} as const;
