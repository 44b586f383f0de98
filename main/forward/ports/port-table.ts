import type { Duplex } from 'node:stream';
import { type Failure, SlipwayError, toFailure } from '../../contract/errors.ts';
import {
  type GuestPort,
  isLoopback,
  type PortBinding,
  type PortContainer,
  type PortHolder,
  type PortService,
  type PublishedPort,
  type ServicePort,
} from '../../contract/ports.ts';
import type { OpenPort, OpenPortFunction, PortTarget } from './open-port.ts';
import { PortRefused } from './refusals.ts';

/** Ports that are published at most; the guest has doors for as many of each protocol. */
const mostPorts = 8_192;

/** What a table of ports works with. */
export interface PortTableOptions {
  readonly open: OpenPortFunction;
  /** The VM's ways to containers, woken for a port's visitor if it sleeps; rejects when it is not to be had. */
  readonly awaken: (visited: PortBinding, signal: AbortSignal) => Promise<PortWays>;
  /** How often a port that is in somebody's way is tried again, in milliseconds. */
  readonly retryMs: number;
  /** Hears of each change of what is published, and of what is wrong with it. */
  readonly onChange: () => void;
  /** Hears when a connection comes or goes. */
  readonly onConnections: () => void;
}

/** The ways into a VM. */
export interface PortWays {
  /** The door to a port that a service publishes. */
  serviceDoor(port: PortBinding, signal: AbortSignal): Promise<number>;
  connect(door: number, signal: AbortSignal): Promise<Duplex>;
  datagramPort(door: number): Promise<number>;
}

/** Something that is published, as it is kept for a host that comes later. */
export interface HeldPort extends PortBinding {
  readonly containerPort: number;
  readonly container: PortContainer | null;
  readonly service: PortService | null;
}

/** What is published on this computer, and what is wrong with it. */
export interface PortTable {
  /** A container asks for a port: answers why it cannot have it; `null` when it listens. `isDue`: it gets it, be it later. */
  ask(port: GuestPort, isDue: boolean): Promise<Failure | null>;
  /** The guest publishes no longer what has this number; answers what it was. */
  gone(id: number): GuestPort | undefined;
  /** Listens for what services publish, and no longer for what they did before. Resolves when all has been tried. */
  serve(ports: readonly (PortBinding & ServicePort)[]): Promise<void>;
  /**
   * Listens for what was published before, until {@link settle}; the guest will say whether it still is. Resolves when all has
   * been tried.
   */
  hold(ports: readonly HeldPort[]): Promise<void>;
  /** The VM is another one, or none: connections are dropped, and what it publishes is to be told anew. It is listened on. */
  lose(): void;
  /** The guest has told all that its containers publish: whatever else there was of theirs is closed. */
  settle(): void;
  /** Drops what is being served; who still waits goes on waiting. */
  drop(): void;
  /** Who publishes what, as the engine tells it. */
  name(containerOf: (port: PortBinding) => PortContainer | undefined): void;
  list(): readonly PublishedPort[];
  connections(): number;
  /** Listens on nothing any more. */
  clear(): Promise<void>;
  /** As {@link clear}, for good. */
  close(): Promise<void>;
}

interface Entry {
  readonly binding: PortBinding;
  /** Undefined until the VM that there is has told of it; that of a service always is. */
  guest: GuestPort | undefined;
  containerPort: number;
  container: PortContainer | null;
  service: PortService | null;
  open: OpenPort | undefined;
  /** The opening that is under way. */
  opening: Promise<Failure | null> | undefined;
  problem: Failure | null;
  holder: PortHolder | null;
  readonly removed: AbortController;
  readonly onGuest: Set<() => void>;
}

/** A table with nothing in it. */
export function createPortTable(options: PortTableOptions): PortTable {
  const { onChange } = options;
  const entries = new Map<string, Entry>();
  /** Ports that are being closed: one is bound anew only after that. */
  const closing = new Map<string, Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;

  const keyOf = ({ protocol, address, port }: PortBinding, service: PortService | null) =>
    `${service === null ? 'container' : 'service'} ${protocol} ${address} ${port}`;

  /** The guest's word on a port; rejects when it is no longer published. */
  const untilKnown = async (entry: Entry, signal: AbortSignal): Promise<GuestPort> => {
    if (entry.guest !== undefined) return entry.guest;
    const either = AbortSignal.any([signal, entry.removed.signal]);
    while (entry.guest === undefined) {
      either.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        const hear = () => {
          either.removeEventListener('abort', leave);
          resolve();
        };
        const leave = () => {
          entry.onGuest.delete(hear);
          reject(either.reason);
        };
        either.addEventListener('abort', leave, { once: true });
        entry.onGuest.add(hear);
      });
    }
    return entry.guest;
  };

  const doorOf = async (entry: Entry, ways: PortWays, signal: AbortSignal): Promise<number> =>
    entry.service === null
      ? (await untilKnown(entry, signal)).door
      : ways.serviceDoor(entry.binding, AbortSignal.any([signal, entry.removed.signal]));

  const targetOf = (entry: Entry): PortTarget => ({
    async connect(signal) {
      const ways = await options.awaken(entry.binding, signal);
      return ways.connect(await doorOf(entry, ways, signal), signal);
    },
    async datagramPort(signal) {
      const ways = await options.awaken(entry.binding, signal);
      return ways.datagramPort(await doorOf(entry, ways, signal));
    },
  });

  const remove = (entry: Entry) => {
    const key = keyOf(entry.binding, entry.service);
    if (entries.get(key) === entry) entries.delete(key);
    entry.removed.abort(new SlipwayError(notPublished(entry.binding)));
    const closed = (async () => {
      await entry.opening;
      await entry.open?.close();
    })();
    closing.set(key, closed);
    void closed.then(() => {
      if (closing.get(key) === closed) closing.delete(key);
      options.onConnections();
    });
    onChange();
    return closed;
  };

  const open = (entry: Entry): Promise<Failure | null> => {
    if (entry.open !== undefined) return Promise.resolve(null);
    const work = async (): Promise<Failure | null> => {
      await closing.get(keyOf(entry.binding, entry.service));
      try {
        entry.removed.signal.throwIfAborted();
        entry.open = await options.open(entry.binding, targetOf(entry), options.onConnections);
        entry.problem = null;
        entry.holder = null;
      } catch (error) {
        entry.problem = toFailure(error);
        entry.holder = error instanceof PortRefused ? (error.holder ?? null) : null;
      } finally {
        entry.opening = undefined;
      }
      return entry.problem;
    };
    entry.opening ??= work();
    return entry.opening;
  };

  /** Tries again, as long as there is something to try. */
  const retry = () => {
    clearTimeout(timer);
    timer = undefined;
    if (isOver || [...entries.values()].every(({ problem }) => problem === null)) return;
    timer = setTimeout(async () => {
      for (const entry of [...entries.values()].filter(({ problem }) => problem !== null)) await open(entry);
      onChange();
      retry();
    }, options.retryMs);
    timer.unref();
  };

  const add = ({ protocol, address, port, containerPort, container, service }: HeldPort): Entry => {
    const entry: Entry = {
      binding: { protocol, address, port },
      ...{ guest: undefined, containerPort, container, service, open: undefined, opening: undefined },
      ...{ problem: null, holder: null, removed: new AbortController(), onGuest: new Set() },
    };
    entries.set(keyOf(entry.binding, service), entry);
    return entry;
  };

  const hold = async (ports: readonly HeldPort[]) => {
    const free = ports
      .filter((port) => !entries.has(keyOf(port, port.service)))
      .slice(0, mostPorts - entries.size);
    await Promise.all(free.map((port) => open(add(port))));
    onChange();
    retry();
  };

  const clear = async () => {
    await Promise.all([...entries.values()].map(remove));
    await Promise.all(closing.values());
  };

  return {
    async ask(port, isDue) {
      const known = entries.get(keyOf(port, null));
      if (isOver || (known === undefined && entries.size >= mostPorts)) return tooMany;
      const entry = known ?? add({ ...port, container: null, service: null });
      entry.guest = port;
      entry.containerPort = port.containerPort;
      for (const tell of entry.onGuest) tell();
      entry.onGuest.clear();
      const problem = await open(entry);
      if (problem !== null && !isDue && entry.guest === port) await remove(entry);
      else onChange();
      retry();
      return problem;
    },
    gone(id) {
      const entry = [...entries.values()].find(({ guest }) => guest?.id === id);
      const guest = entry?.guest;
      if (entry !== undefined) void remove(entry);
      return guest;
    },
    hold,
    async serve(ports) {
      const wanted = new Map(ports.map((port) => [keyOf(port, port.service), port]));
      for (const [key, entry] of [...entries]) {
        const port = wanted.get(key);
        if (port !== undefined) ({ containerPort: entry.containerPort, service: entry.service } = port);
        else if (entry.service !== null) void remove(entry);
      }
      await hold(ports.map((port) => ({ ...port, container: null })));
    },
    lose() {
      for (const entry of entries.values()) {
        entry.guest = undefined;
        entry.open?.drop();
      }
    },
    settle() {
      for (const entry of [...entries.values()])
        if (entry.guest === undefined && entry.service === null) void remove(entry);
    },
    drop() {
      for (const { open: port } of entries.values()) port?.drop();
    },
    name(containerOf) {
      for (const entry of entries.values())
        if (entry.service === null) entry.container = containerOf(entry.binding) ?? entry.container;
    },
    list: () =>
      [...entries.values()].map((entry) => ({
        ...entry.binding,
        container: entry.container,
        service: entry.service,
        containerPort: entry.containerPort,
        isReachableFromLan: !isLoopback(entry.binding.address),
        connections: entry.open?.connections() ?? 0,
        problem: entry.problem,
        holder: entry.holder,
      })),
    connections: () =>
      [...entries.values()].reduce((sum, { open: port }) => sum + (port?.connections() ?? 0), 0),
    clear,
    async close() {
      isOver = true;
      clearTimeout(timer);
      await clear();
    },
  };
}

function notPublished({ port }: PortBinding): Failure {
  return {
    code: 'port-unavailable',
    message: `Port ${port} is not published any more.`,
    hint: '`slipway ports` lists what is.',
  };
}

const tooMany: Failure = {
  code: 'port-unavailable',
  message: `Slipway publishes ${mostPorts} ports and no more.`,
  hint: 'Remove containers that publish ports which nobody needs: `slipway ports`.',
};
