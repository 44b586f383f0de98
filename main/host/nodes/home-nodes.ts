import type { Assets } from '../../assets.ts';
import { SlipwayError } from '../../contract/errors.ts';
import type { NodeProgress } from '../../contract/node-vms.ts';
import { openEthernetSwitch } from '../../forward/switch/ethernet-switch.ts';
import type { HomePaths } from '../../home/paths.ts';
import type { Log } from '../../logging/logger.ts';
import { poll, withDeadline } from '../../util/wait.ts';
import type { GuestNetwork } from '../../vm/seed.ts';
import type { Supervisor } from '../../vm/supervisor.ts';
import type { HomeDriver } from '../home-driver.ts';
import type { KeptSocket } from '../keep-sockets.ts';
import { keepNodeFleet, type NodeFleet } from './node-fleet.ts';
import type { NodeRecord } from './node-records.ts';
import { answerNodeRequests, type NodeRequests } from './node-requests.ts';
import { openNodeVm } from './node-vm.ts';

/** QEMU connects again every half second. In milliseconds. */
const connectDeadlineMs = 10_000;

const notConnected = {
  code: 'swarm-unusable',
  message: 'The VM is not connected to the network of VMs: an earlier Slipway has started it.',
  hint: 'Start it anew: `slipway restart`.',
} as const;

/** Further VMs of a home and the network between all of them. */
export interface HomeNodes
  extends Pick<
      NodeFleet,
      'begin' | 'follow' | 'retry' | 'settled' | 'views' | 'problems' | 'runningContainers' | 'release'
    >,
    Pick<NodeRequests, 'handlers' | 'end'> {
  /** One is being made or removed, or is on its way to stop or to sleep. */
  busy(): boolean;
  /** The socket of their network, to be looked after. */
  readonly socket: KeptSocket;
  /** Ends the network; the VMs find that of the next host by themselves. */
  closeNetwork(): Promise<void>;
}

/** What they are made from. */
export interface HomeNodesOptions {
  readonly paths: HomePaths;
  readonly assets: Assets;
  readonly supervisor: Pick<Supervisor, 'view'>;
  readonly driver: Pick<HomeDriver, 'specification' | 'whyNotSwitched'>;
  readonly hostAccess: () => Promise<readonly string[]>;
  readonly network: () => Promise<GuestNetwork>;
  /** Starts or wakes the main VM; resolves when its engine answers. */
  readonly startMain: () => Promise<unknown>;
  /** What is told of them has changed. */
  readonly onChange: () => void;
  readonly tell: (progress: NodeProgress | null) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

/** Puts the parts together that further VMs of a home need; the network is there from now on. */
export async function createHomeNodes(options: HomeNodesOptions): Promise<HomeNodes> {
  const { paths, supervisor, driver, startMain, onChange, tell, now, log } = options;
  const ethernet = await openEthernetSwitch(paths.switchSocket);
  const { assets, hostAccess, network } = options;
  const open = (record: NodeRecord) =>
    openNodeVm({ main: paths, record, assets, hostAccess, network, onChange, now, log });
  const mainState = () => supervisor.view().state;
  const fleet = keepNodeFleet({ main: paths, open, mainState, onChange, log });
  const requests = answerNodeRequests({
    ...{ main: paths, fleet, open, startMain, tell, now, log },
    memoryMiB: async () => (await driver.specification()).memoryMiB,
    async whyNotConnected() {
      const why = await driver.whyNotSwitched();
      return why === null ? null : new SlipwayError(why);
    },
    untilMainConnected(signal) {
      const others = fleet.views().filter(({ vm }) => vm !== null).length;
      const isConnected = () => (ethernet.ports() > others ? true : undefined);
      return withDeadline(connectDeadlineMs, signal, notConnected, (until) =>
        poll(50, until, isConnected).then(() => undefined),
      );
    },
  });
  const forgetIfRunning = () => {
    if (mainState().kind === 'running') void requests.forgetGone();
  };
  return {
    ...fleet,
    ...requests,
    follow(state) {
      fleet.follow(state);
      if (state.kind === 'running') void requests.forgetGone();
    },
    // What could be removed only now, the Swarm may know.
    begin: () => fleet.begin().then(forgetIfRunning),
    retry: () => fleet.retry().then(forgetIfRunning),
    busy: () => fleet.busy() || requests.busy(),
    socket: { path: paths.switchSocket, keep: ethernet.keep },
    closeNetwork: ethernet.close,
  };
}
