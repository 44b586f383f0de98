import type { hostRequests } from '../contract/host.ts';
import type { Handlers } from '../contract/requests.ts';
import type { HomePaths } from '../home/paths.ts';
import { listSettings, setSetting, unsetSetting } from '../settings/settings-store.ts';
import type { SnapshotService } from '../snapshots/snapshots.ts';
import { delay } from '../util/wait.ts';
import type { ConsoleLog } from '../vm/console-log.ts';
import type { Supervisor } from '../vm/supervisor.ts';
import { type DiskCare, memoryUse } from './disk-care.ts';
import type { DockerSocket } from './docker-socket.ts';
import type { ContainerDomains } from './domains.ts';
import type { Steps } from './follow-steps.ts';
import type { HostAccess } from './host-access.ts';
import type { AnnounceHostEvent } from './host-events.ts';
import type { ToldGuest } from './keep-guest-told.ts';
import type { NetworkCare } from './network/network-care.ts';
import type { HomeNodes } from './nodes/home-nodes.ts';
import type { PublishedPorts } from './published-ports.ts';
import type { Restarts } from './restarts.ts';
import type { SharesCare } from './shares-care.ts';

/** A look at what has changed is worth this long to whoever asks for a status, in milliseconds. */
const lookMs = 2_000;

/** What a host answers with. */
export interface HostHandlerOptions {
  readonly paths: HomePaths;
  readonly supervisor: Supervisor;
  readonly socket: Pick<DockerSocket, 'open'>;
  readonly steps: Steps;
  readonly restarts: Pick<Restarts, 'dismiss'>;
  readonly disk: DiskCare;
  readonly snapshots: SnapshotService;
  readonly ports: Pick<PublishedPorts, 'list'>;
  readonly domains: Pick<ContainerDomains, 'list'>;
  readonly shares: SharesCare;
  readonly nodes: Pick<HomeNodes, 'handlers' | 'settled' | 'retry'>;
  readonly access: Pick<HostAccess, 'look'>;
  readonly mirrors: Pick<ToldGuest, 'look'>;
  readonly network: Pick<NetworkCare, 'look'>;
  readonly console: Pick<ConsoleLog, 'tail'>;
  readonly announce: AnnounceHostEvent;
}

/** The code behind the requests to a host. */
export function hostHandlers(options: HostHandlerOptions): Handlers<typeof hostRequests> {
  const { paths, supervisor, socket, disk, snapshots, nodes, console, announce } = options;
  const { bring, readStatus } = options.steps;
  /** Settings may have changed what the VM may reach, and what it would be given. */
  const look = () => Promise.all([options.access.look(), options.mirrors.look(), options.network.look()]);
  const tellSettings = async () => {
    await look();
    announce('status', await readStatus());
  };
  return {
    'status.get': async (_, signal) => {
      await Promise.race([look(), delay(lookMs, signal)]);
      const [memory, status] = await Promise.all([memoryUse(supervisor, signal), readStatus()]);
      return { ...status, memory };
    },
    'memory.get': (_, signal) => memoryUse(supervisor, signal),
    'disk.usage': (_, signal) => disk.usage(signal),
    'disk.compact': (_, signal) => disk.compact(signal),
    'disk.resize': ({ gib }, signal) => disk.resize(gib, signal),
    'ports.list': (_, signal) => options.ports.list(signal),
    'domains.list': (_, signal) => options.domains.list(signal),
    'shares.list': () => options.shares.list(),
    'vm.start': ({ cold }) =>
      bring(async () => {
        await socket.open();
        await supervisor.start({ fromScratch: cold === true });
        void nodes.retry();
      }),
    'vm.sleep': () => bring(() => supervisor.sleep().finally(nodes.settled)),
    'vm.stop': () => bring(() => supervisor.stop().finally(nodes.settled)),
    'vm.dismissRestart': async () => {
      await options.restarts.dismiss();
      const status = await readStatus();
      announce('status', status);
      return status;
    },
    'vm.restart': () => bring(() => socket.open().then(supervisor.restart)),
    'settings.list': async () => listSettings(paths),
    'settings.set': ({ key, value }) => setSetting(paths, key, value).finally(tellSettings),
    'settings.unset': ({ key }) => unsetSetting(paths, key).finally(tellSettings),
    ...snapshots.handlers,
    ...nodes.handlers,
    'console.read': async ({ bytes }) => ({ text: await console.tail(bytes) }),
  };
}
