import { SlipwayError, toFailure } from '../contract/errors.ts';
import type { ServicePort } from '../contract/ports.ts';
import type { EngineMessage } from '../engine/engine-message.ts';
import { followEvents } from '../engine/follow-events.ts';
import { type PublishedServices, readPublishedServices } from '../engine/service-ports.ts';
import type { HomePaths } from '../home/paths.ts';
import type { Log } from '../logging/logger.ts';
import { abortAfter, delay, orAborted } from '../util/wait.ts';
import type { Machine } from '../vm/driver.ts';
import type { Supervisor } from '../vm/supervisor.ts';

/** Events that come together are one look. In milliseconds. */
const gatherMs = 200;

/** An emulated engine under load lists its services within a second or two. In milliseconds. */
const readDeadlineMs = 15_000;

/** Until it is tried again when the engine did not answer, or its swarm is on its way up; doubled up to the longest. In milliseconds. */
const retries = { firstMs: 1_000, longestMs: 30_000 };

const filters = {
  type: ['service', 'network', 'node'],
  event: ['create', 'update', 'remove', 'destroy', 'connect', 'disconnect'],
};

/** The networks of which a swarm's ingress is made. Others come and go with any container. */
const ingressNetworks = ['ingress', 'docker_gwbridge'];

/** Which ports services publish, followed by the engine's events while it runs. */
export interface ServicesFollower {
  /** Where a VM answers their ports. Waits until it runs, if that is not known yet; rejects when it has no ingress. */
  ingress(machine: Machine, signal: AbortSignal): Promise<string>;
  close(): void;
}

/** What a follower works with. */
export interface ServicesFollowerOptions {
  readonly paths: Pick<HomePaths, 'ownSocket'>;
  readonly supervisor: Supervisor;
  /** Hears what is published, whenever that has been read. */
  readonly onPorts: (ports: readonly ServicePort[]) => void;
  readonly log: Log;
}

/** A follower of the VM that a supervisor has. What it asks the engine neither wakes the VM nor keeps it awake. */
export function followServices({
  paths,
  supervisor,
  onPorts,
  log,
}: ServicesFollowerOptions): ServicesFollower {
  let known: PublishedServices = { ports: [], ingress: undefined };
  /** The VM that they are known of. */
  let machineOf: Machine | undefined;
  let running: AbortController | undefined;
  let isDue = false;
  let looking: Promise<void> | undefined;
  let isOver = false;

  const read = async (within: AbortSignal) => {
    const machine = supervisor.present();
    const signal = abortAfter(readDeadlineMs, within);
    const found = await readPublishedServices(paths.ownSocket, signal);
    if (machine === undefined || supervisor.present() !== machine) return;
    // Its address may become a container's.
    if (known.ingress !== undefined && known.ingress !== found.ingress && machineOf === machine)
      for (const { protocol, door } of machine.ports.unlead(known.ingress))
        void machine.doors.close(protocol, door);
    known = found;
    machineOf = machine;
    onPorts(found.ports);
  };

  const lookUntilDone = async (signal: AbortSignal) => {
    let waitMs = retries.firstMs;
    while (isDue && !signal.aborted) {
      await delay(gatherMs, signal);
      isDue = false;
      try {
        await read(signal);
        waitMs = retries.firstMs;
      } catch (error) {
        log('debug', `which services there are: ${toFailure(error).message}`);
        isDue = true;
        await delay(waitMs, signal);
        waitMs = Math.min(waitMs * 2, retries.longestMs);
      }
    }
  };
  const look = ({ signal }: AbortController) => {
    isDue = true;
    if (looking !== undefined) return;
    looking = lookUntilDone(signal)
      .catch(() => undefined)
      .finally(() => {
        looking = undefined;
        // One that was begun for the VM of before.
        if (isDue && running !== undefined) look(running);
      });
  };

  const stop = () => {
    running?.abort();
    running = undefined;
    isDue = false;
  };
  const follow = () => {
    // The supervisor goes on: the VM may outlive this host.
    if (isOver) return;
    const isRunning = supervisor.view().state.kind === 'running';
    if (isRunning === (running !== undefined)) return;
    stop();
    if (!isRunning) return;
    const mine = new AbortController();
    running = mine;
    const onEvent = ({ Type, Actor }: EngineMessage) => {
      if (Type !== 'network' || ingressNetworks.includes(Actor?.Attributes?.name ?? '')) look(mine);
    };
    void followEvents(paths.ownSocket, filters, onEvent, mine.signal, () => look(mine));
  };
  supervisor.onChange(follow);
  follow();

  return {
    async ingress(machine, signal) {
      // Memory that was saved goes on with the addresses that it had.
      const isSame = machineOf === machine || supervisor.view().boot?.kind === 'resume';
      // Ways that are led there from now on are this VM's, to be given back.
      if (isSame) machineOf = machine;
      if (!isSame || known.ingress === undefined) {
        await orAborted(signal, supervisor.start());
        await read(signal);
      }
      if (known.ingress === undefined) throw new SlipwayError(noIngress);
      return known.ingress;
    },
    close() {
      isOver = true;
      stop();
    },
  };
}

const noIngress = {
  code: 'port-unavailable',
  message: 'The VM’s swarm has no ingress network.',
  hint: '`slipway docker node ls` says whether it is up.',
} as const;
