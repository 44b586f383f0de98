import { assertNever } from '../contract/assert-never.ts';
import { type Failure, SlipwayError, toFailure } from '../contract/errors.ts';
import type { PortBinding, PublishedPort, ServicePort } from '../contract/ports.ts';
import { readPublishers } from '../engine/port-publishers.ts';
import { listenOnPort } from '../forward/ports/listen.ts';
import { createPortTable } from '../forward/ports/port-table.ts';
import type { HomePaths } from '../home/paths.ts';
import type { Log } from '../logging/logger.ts';
import { loadSettings } from '../settings/settings-store.ts';
import { abortAfter } from '../util/wait.ts';
import type { Machine } from '../vm/driver.ts';
import type { DeniedPort, PortsMessage } from '../vm/guest/ports-line.ts';
import type { Supervisor } from '../vm/supervisor.ts';
import { followServices } from './follow-services.ts';
import { readHeldPorts, writeHeldPorts } from './held-ports.ts';
import { portProblems } from './port-problems.ts';

/** Between two tries for a port that is in somebody's way, in milliseconds. */
const retryMs = 5_000;

/** Containers are listed by the engine a moment after their ports are published. In milliseconds. */
const nameAfterMs = 1_000;

/** How often a change of the connections is told at most, in milliseconds. */
const tellEveryMs = 1_000;

/** An emulated engine under load lists its containers within a second or two. In milliseconds. */
const nameDeadlineMs = 10_000;

/** For so long a name is taken to be right: only a container that is renamed gets another one. In milliseconds. */
const namesHoldMs = 30_000;

/** The ports that the VM's containers and services publish on this computer. */
export interface PublishedPorts {
  /**
   * What is published. The engine, if it runs, is asked for the containers' names when one is not known or they are older than
   * half a minute: with traffic the list is read every second.
   */
  list(signal: AbortSignal): Promise<readonly PublishedPort[]>;
  /** What is wrong, for the status. */
  problems(): readonly Failure[];
  /** Drops what is being served and goes on listening. */
  drop(): void;
  /** Whether whoever connects is turned away, and wakes no VM. */
  setTurningAway(isTurningAway: boolean): void;
  connections(): number;
  /** Takes up what a VM that sleeps has published. To be called once, when it is known what was left. */
  begin(): Promise<void>;
  /** Listens no more; what a VM that sleeps publishes is taken up by the next host. */
  close(): Promise<void>;
}

/** What they are published with. */
export interface PublishedPortsOptions {
  readonly paths: HomePaths;
  readonly supervisor: Supervisor;
  /** Has others of ours let go of a port that a container is to have. */
  readonly makeRoom: (binding: PortBinding) => Promise<void>;
  /** Hears when a connection comes or goes. */
  readonly onConnections: () => void;
  /** Hears when {@link PublishedPorts.list} has changed, whose the ports are included. */
  readonly onChange: () => void;
  /** Hears when something is wrong that was not, or the other way round. */
  readonly onProblems: () => void;
  /** Hears when somebody in the guest tries a port of this computer that is not to be had. */
  readonly onDenied: (port: DeniedPort) => Promise<void>;
  readonly log: Log;
}

/** Follows what the guest publishes, and listens there, for as long as it is published: through sleep and restarts. */
export function publishPorts(options: PublishedPortsOptions): PublishedPorts {
  const { paths, supervisor, log } = options;
  let machine: Machine | undefined;
  /** The word that ends the guest's list; undefined once all has been told. */
  let awaited: string | undefined;
  let problems = '';
  let naming: NodeJS.Timeout | undefined;
  let telling: NodeJS.Timeout | undefined;
  let isChanging = false;
  /** A write that has not begun takes along what changes meanwhile. */
  let isToBeKept = false;
  let last: Promise<void> = Promise.resolve();
  let isOver = false;
  let isTurningAway = false;
  /** When the engine last told the names, on the clock of `performance`. */
  let namedAt = Number.NEGATIVE_INFINITY;

  const isRunning = () => supervisor.view().state.kind === 'running';

  const table = createPortTable({
    async open(binding, target, onConnections) {
      await options.makeRoom(binding);
      return listenOnPort(binding, target, onConnections);
    },
    async awaken({ port, protocol }, signal) {
      if (isTurningAway) throw new SlipwayError(leaving);
      const machine = await supervisor.awaken(`a visitor of port ${port}/${protocol}`, signal);
      const { doors } = machine;
      return {
        async serviceDoor({ protocol, port }, inner) {
          const ingress = await services.ingress(machine, inner);
          return machine.ports.lead(protocol, ingress, port, inner);
        },
        async connect(door, inner) {
          await doors.open('tcp', door);
          return doors.connect(door, inner);
        },
        async datagramPort(door) {
          await doors.open('udp', door);
          return doors.datagramPort(door) ?? 0;
        },
      };
    },
    retryMs,
    onChange: () => changed(),
    onConnections() {
      options.onConnections();
      // Thousands may come and go within a second; how many there are is told once for all of them.
      telling ??= setTimeout(() => {
        telling = undefined;
        options.onChange();
      }, tellEveryMs).unref();
    },
  });

  const services = followServices({
    ...{ paths, supervisor, log },
    onPorts: (ports) =>
      void serve(ports).catch((error: unknown) =>
        log('warn', `ports of services: ${toFailure(error).message}`),
      ),
  });

  /** A service names no address: its ports go where those of containers go that name none. */
  const serve = async (ports: readonly ServicePort[]) => {
    const address = (await loadSettings(paths))['ports.defaultAddress'];
    const addresses = address === '0.0.0.0' ? [address, '::'] : [address];
    if (!isOver && isRunning())
      await table.serve(ports.flatMap((port) => addresses.map((one) => ({ ...port, address: one }))));
  };

  const keep = () => {
    if (isToBeKept) return;
    isToBeKept = true;
    last = last
      .then(async () => {
        isToBeKept = false;
        if (!isOver) await writeHeldPorts(paths.publishedPorts, table.list());
      })
      .catch((error: unknown) => log('warn', `what is published: ${toFailure(error).message}`));
  };

  /** Once for what changes together: a guest may publish thousands of ports. */
  const changed = () => {
    if (isChanging) return;
    isChanging = true;
    setImmediate(() => {
      isChanging = false;
      lookAtChanges();
    });
  };

  const lookAtChanges = () => {
    if (isOver) return;
    const now = JSON.stringify(found());
    if (now !== problems) {
      problems = now;
      options.onProblems();
    }
    keep();
    clearTimeout(naming);
    naming = setTimeout(async () => {
      await name(abortAfter(nameDeadlineMs));
      keep();
      options.onChange();
    }, nameAfterMs);
    naming.unref();
    options.onChange();
  };

  const found = () => portProblems(table.list(), retryMs);

  const name = async (signal: AbortSignal) => {
    if (!isRunning() || isOver) return;
    const askedAt = performance.now();
    try {
      table.name(await readPublishers(paths.ownSocket, signal));
      namedAt = askedAt;
    } catch (error) {
      log('debug', `whose the ports are: ${toFailure(error).message}`);
    }
  };

  const areNamed = () =>
    performance.now() - namedAt < namesHoldMs &&
    table.list().every(({ container, service }) => container !== null || service !== null);

  const ask = async (of: Machine, { port }: Extract<PortsMessage, { readonly kind: 'ask' | 'port' }>) => {
    // Whoever runs a container hears why not. What comes back with the engine is to run, and gets its port when it can.
    const isDue = !isRunning();
    const refusal = await table.ask(port, isDue);
    const where = `${port.protocol} ${port.address}:${port.port}`;
    if (refusal !== null) log('warn', `${where} is not published: ${refusal.message}`);
    of.ports.answer(port.id, refusal === null || isDue ? undefined : `${refusal.message} ${refusal.hint}`);
  };

  const hear = (of: Machine, message: PortsMessage): void | Promise<void> => {
    if (of !== machine || isOver) return;
    switch (message.kind) {
      case 'hello':
        table.lose();
        awaited = of.ports.list();
        return;
      case 'ask':
        return ask(of, message);
      case 'port':
        return table.ask(message.port, true).then(() => undefined);
      case 'listed':
        if (message.word !== awaited) return;
        awaited = undefined;
        if (isRunning()) table.settle();
        return;
      case 'gone': {
        const guest = table.gone(message.id);
        if (guest !== undefined) void of.doors.close(guest.protocol, guest.door);
        return;
      }
      case 'denied':
        return options.onDenied(message);
      default:
        assertNever(message);
    }
  };

  const follow = () => {
    if (isOver) return;
    const present = supervisor.present();
    const { kind } = supervisor.view().state;
    if (present !== machine) {
      machine = present;
      namedAt = Number.NEGATIVE_INFINITY;
      table.lose();
      awaited = undefined;
      if (present !== undefined) {
        present.ports.onMessage((message) => hear(present, message));
        awaited = present.ports.list();
      }
    }
    if (kind === 'running' && machine !== undefined && awaited === undefined) table.settle();
    if ((kind === 'stopped' || kind === 'failed') && table.list().length > 0) void table.clear();
  };
  supervisor.onChange(follow);

  return {
    async list(signal) {
      if (!areNamed()) await name(signal);
      return table
        .list()
        .toSorted(
          (a, b) =>
            a.port - b.port || a.protocol.localeCompare(b.protocol) || a.address.localeCompare(b.address),
        );
    },
    problems: found,
    drop: table.drop,
    setTurningAway(value) {
      isTurningAway = value;
    },
    connections: table.connections,
    async begin() {
      const { kind } = supervisor.view().state;
      if (kind === 'sleeping') await table.hold(await readHeldPorts(paths.publishedPorts));
      else if (kind === 'stopped') await writeHeldPorts(paths.publishedPorts, []);
      follow();
    },
    async close() {
      isOver = true;
      clearTimeout(naming);
      clearTimeout(telling);
      services.close();
      await last;
      await table.close();
    },
  };
}

const leaving: Failure = {
  code: 'not-running',
  message: 'The VM is put to sleep for good, and whoever comes meanwhile does not wake it.',
  hint: 'Wake it with `slipway start`.',
};
