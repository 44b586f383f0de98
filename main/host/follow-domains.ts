import type { DomainContainer } from '../contract/domains.ts';
import { SlipwayError, toFailure } from '../contract/errors.ts';
import { readDomainContainers } from '../engine/domain-containers.ts';
import type { EngineMessage } from '../engine/engine-message.ts';
import { isHelper } from '../engine/files/helper-labels.ts';
import { followEvents } from '../engine/follow-events.ts';
import { type DomainRoute, domainTable } from '../forward/domains/domain-table.ts';
import type { HomePaths } from '../home/paths.ts';
import type { Log } from '../logging/logger.ts';
import { abortAfter, orAborted } from '../util/wait.ts';
import type { Machine } from '../vm/driver.ts';
import { isAsleep } from '../vm/state-questions.ts';
import type { Supervisor } from '../vm/supervisor.ts';

/** Events that come together are one look, and those of a storm one each second. In milliseconds. */
const gatherMs = 200;
const everyMs = 1_000;

/** The engine announces some changes before its list has them: it is looked at once more, so many milliseconds later. */
const againMs = 1_000;

/** An emulated engine under load lists its containers within a second or two. In milliseconds. */
const readDeadlineMs = 15_000;

const filters = {
  type: ['container', 'network'],
  event: [
    ...['create', 'start', 'die', 'destroy', 'rename', 'pause', 'unpause', 'connect', 'disconnect', 'update'],
  ],
};

/** Events that the engine's list is late with. */
const early = /^(un)?pause$|^(dis)?connect$/;

/** Which names there are, followed by the engine's events while it runs. */
export interface DomainFollower {
  /** Undefined until it is known, and again when the containers are those of another VM. */
  routes(): readonly DomainRoute[] | undefined;
  /** Who has a name, as of now: unless it is known to run, the engine is asked. Wakes a VM only where nothing is known. */
  find(name: string, signal: AbortSignal): Promise<DomainRoute | undefined>;
  /** The route of before in a VM that is awake now, where things may have changed. Rejects when its container has gone. */
  current(route: DomainRoute, machine: Machine, signal: AbortSignal): Promise<DomainRoute>;
  /** Resolves when what its events have told so far is known, if the engine runs. Never rejects. */
  look(signal: AbortSignal): Promise<void>;
  close(): void;
}

/** What a follower works with. */
export interface DomainFollowerOptions {
  readonly paths: Pick<HomePaths, 'ownSocket'>;
  readonly supervisor: Supervisor;
  readonly onChange: () => void;
  readonly log: Log;
}

/** A follower of the VM that a supervisor has. What it asks the engine neither wakes the VM nor keeps it awake. */
export function followDomains({ paths, supervisor, onChange, log }: DomainFollowerOptions): DomainFollower {
  const reader = readDomainContainers(paths.ownSocket);
  let table: ReadonlyMap<string, DomainRoute> | undefined;
  /** The VM that the table is of. */
  let machineOf: Machine | undefined;
  /** Addresses that containers had. */
  let addresses = new Set<string>();
  let running: AbortController | undefined;
  let soon: NodeJS.Timeout | undefined;
  let later: NodeJS.Timeout | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let reading: { readonly done: Promise<void>; isBegun: boolean } | undefined;

  const isRunning = () => supervisor.view().state.kind === 'running';

  const read = async () => {
    const machine = supervisor.present();
    lookedAt = performance.now();
    const signal = abortAfter(readDeadlineMs);
    const containers = await reader.read(
      running === undefined ? signal : AbortSignal.any([signal, running.signal]),
    );
    if (machine === undefined || supervisor.present() !== machine) return;
    take(domainTable(containers));
    machineOf = machine;
    giveBack(machine, containers);
  };
  const take = (value: ReadonlyMap<string, DomainRoute> | undefined) => {
    const isNew = JSON.stringify([...(table ?? [])]) !== JSON.stringify([...(value ?? [])]);
    table = value;
    if (isNew) onChange();
  };
  /** Ways to containers that have gone would lead to those that get their addresses. */
  const giveBack = (machine: Machine, containers: readonly DomainContainer[]) => {
    const now = new Set(
      containers.flatMap(({ state, place }) =>
        state === 'running' && place.kind === 'address' ? [place.address] : [],
      ),
    );
    for (const address of addresses)
      if (!now.has(address))
        for (const { protocol, door } of machine.ports.unlead(address))
          void machine.doors.close(protocol, door);
    addresses = now;
  };

  /** What is asked from now on: one that has begun may have missed what has just happened. */
  const ask = async (): Promise<void> => {
    if (reading !== undefined && !reading.isBegun) return reading.done;
    const before = reading?.done ?? Promise.resolve();
    const mine = {
      isBegun: false,
      done: before
        .catch(() => undefined)
        .then(async () => {
          mine.isBegun = true;
          await read();
        })
        .finally(() => {
          if (reading === mine) reading = undefined;
        }),
    };
    reading = mine;
    return mine.done;
  };
  const askIn = (milliseconds: number, begin: () => void): NodeJS.Timeout =>
    setTimeout(() => {
      begin();
      ask().catch((error: unknown) =>
        log('debug', `which containers there are: ${toFailure(error).message}`),
      );
    }, milliseconds).unref();
  const end = (id: string) => {
    const ended = [...(table ?? [])].map(([name, route]): [string, DomainRoute] => [
      name,
      route.container.id === id ? { ...route, isRunning: false, state: 'exited', problem: null } : route,
    ]);
    if (table !== undefined) take(new Map(ended));
  };
  /** Until it runs, which it is on its way to, or sleeps and is woken; never starts one that was stopped. */
  const untilRunning = async (name: string, signal: AbortSignal) => {
    await supervisor.awaken(`a request to ${name}`, signal);
    await orAborted(signal, supervisor.start());
  };
  const onEvent = ({ Action, Actor }: EngineMessage) => {
    if (isHelper(Actor?.Attributes)) return;
    // Until it is looked at again its address may become another one's.
    if (Action === 'die') end(Actor?.ID ?? '');
    soon ??= askIn(Math.max(gatherMs, lookedAt + everyMs - performance.now()), () => {
      soon = undefined;
    });
    if (early.test(Action))
      later ??= askIn(againMs, () => {
        later = undefined;
      });
  };
  const stop = () => {
    running?.abort();
    running = undefined;
    clearTimeout(soon);
    clearTimeout(later);
    soon = undefined;
    later = undefined;
  };

  const follow = () => {
    const { kind } = supervisor.view().state;
    // Asleep they are as they were. Those of a VM that was stopped, or has failed, do not run.
    if (kind === 'stopped' || kind === 'failed' || kind === 'backoff') take(undefined);
    if ((kind === 'running') === (running !== undefined)) return;
    stop();
    if (kind !== 'running') return;
    running = new AbortController();
    const onOpen = () => {
      soon ??= askIn(0, () => {
        soon = undefined;
      });
    };
    void followEvents(paths.ownSocket, filters, onEvent, running.signal, onOpen);
  };
  supervisor.onChange(follow);
  follow();

  return {
    routes: () => (table === undefined ? undefined : [...table.values()]),
    async find(name, signal) {
      const known = table?.get(name);
      if (known?.isRunning === true) return known;
      if (table !== undefined && isAsleep(supervisor.view().state)) return known;
      if (!isRunning()) await untilRunning(name, signal);
      // An event may still be under way, as of a container that was run a moment ago.
      await orAborted(signal, ask());
      return table?.get(name);
    },
    async current(route, machine, signal) {
      // Memory that was saved goes on with the containers and the addresses that it had.
      const isSame = machineOf === machine || supervisor.view().boot?.kind === 'resume';
      const known = table?.get(route.name);
      if (isSame && known !== undefined) return known;
      await untilRunning(route.name, signal);
      await orAborted(signal, ask());
      const now = table?.get(route.name);
      if (now?.isRunning === true && now.problem === null) return now;
      throw new SlipwayError(
        now?.problem ?? { ...gone, message: `The container ${route.container.name} does not run.` },
      );
    },
    async look(signal) {
      // While its events are followed nothing is new that they have not told.
      if (!isRunning() || (table !== undefined && soon === undefined && reading === undefined)) return;
      await orAborted(signal, ask()).catch(() => undefined);
    },
    close: stop,
  };
}

const gone = {
  code: 'not-running',
  hint: '`slipway domains` says which do.',
} as const;
