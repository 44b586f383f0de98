// The window of the app over recorded data: the real window, page, preload script and channels, and no engine behind.
import { join } from 'node:path';
import { app } from 'electron';
import type { Container } from '../../main/contract/engine/containers.ts';
import type { Image } from '../../main/contract/engine/images.ts';
import { engineTopics } from '../../main/contract/engine/topics.ts';
import { type Failure, SlipwayError } from '../../main/contract/errors.ts';
import type { PublishedPort } from '../../main/contract/ports.ts';
import type { Setting } from '../../main/contract/settings.ts';
import type { Snapshots } from '../../main/contract/snapshots.ts';
import type { Status } from '../../main/contract/status.ts';
import { windowRequests, windowStreams } from '../../main/contract/window.ts';
import { createDispatch } from '../../main/control/dispatch.ts';
import { buildHandlers, buildSources } from '../../main/docker-client/builds/handlers.ts';
import { transferHandlers, transferSources } from '../../main/engine/handlers/transfers.ts';
import { createPageStreams } from '../../main/streams/page-streams.ts';
import { createTerminals } from '../../main/terminal/terminals.ts';
import { createChosenFiles } from '../../main/util/chosen-files.ts';
import { appHandlers } from '../../main/window/app-handlers.ts';
import { announceTo } from '../../main/window/ipc.ts';
import { createWindowApp } from '../../main/window/window-app.ts';
import { fixtureActions, fixtureWaits } from './fixture-actions.ts';
import { fixtureAnsible } from './fixture-ansible.ts';
import { fixtureBuilds, fixtureDockerfile } from './fixture-builds.ts';
import { fixtureCompose } from './fixture-compose.ts';
import { fixtureContainer } from './fixture-container.ts';
import { domainsOf } from './fixture-domains.ts';
import { hostileContainers, manyContainers, someContainers, someImages } from './fixture-engine.ts';
import { type EngineScene, fixtureEngines, otherStatus } from './fixture-engines.ts';
import { fixtureCarriers, fixtureFiles } from './fixture-files.ts';
import { fixtureImage, fixtureLayers } from './fixture-image.ts';
import { fixtureLogs, type LogScene } from './fixture-logs.ts';
import { portsOf } from './fixture-ports.ts';
import { fixtureRecreate } from './fixture-recreate.ts';
import { fixtureRegistry } from './fixture-registry.ts';
import { fixtureSettings } from './fixture-settings.ts';
import { fixtureShares } from './fixture-shares.ts';
import { fixtureShell } from './fixture-shell.ts';
import { snapshotProgress, someSnapshots } from './fixture-snapshots.ts';
import { type FixtureState, fixtureConsole, fixtureStatuses } from './fixture-status.ts';
import { fixtureNodeVms, fixtureSwarm, type SwarmScene } from './fixture-swarm.ts';
import { fixtureEvents, fixtureSystem } from './fixture-system.ts';
import { fixtureTransfers } from './fixture-transfers.ts';
import { fixtureUsage } from './fixture-usage.ts';
import { fixtureVolumes } from './fixture-volumes.ts';
import { never } from './never.ts';

const listings = { none: () => [], some: someContainers, many: manyContainers, hostile: hostileContainers };

/** What the driver sets before it takes a picture. */
export interface Scene {
  readonly state: FixtureState | 'unknown' | 'unreachable';
  readonly containers: keyof typeof listings | 'loading' | 'failing';
  /** What actions do: succeed at once, stay under way, or fail. */
  readonly actions: 'succeed' | 'hang' | 'fail';
  readonly logs: LogScene['kind'];
  readonly swarm: SwarmScene;
  readonly engine: EngineScene;
}

let scene: Scene = {
  ...{ state: 'unknown', containers: 'some', actions: 'succeed', logs: 'some', swarm: 'none' },
  engine: 'own',
};
let status: Status | undefined;
const settings = fixtureSettings();

const refusal = (doing: string): Failure => ({
  code: 'engine-request-failed',
  message: `Could not ${doing}: port 0.0.0.0:8080 is published by the container shop-web-1.`,
  hint: 'Choose another host port, or stop what uses it.',
  detail: 'The engine answered with HTTP status 500.',
});
const unreadable = (what: string): Failure => ({
  code: 'deadline-exceeded',
  message: `Could not list the ${what}: the engine did not answer within 30 seconds.`,
  hint: 'The engine may be busy: look at its console, or restart it.',
});
const unwritable: Failure = {
  code: 'home-unwritable',
  message:
    "Slipway's folder /home/maria/.slipway cannot be written: EROFS: read-only file system, mkdir '/home/maria/.slipway'.",
  hint: 'Free space or mend its permissions, or set SLIPWAY_HOME to a folder that you own.',
};

async function act(doing: string): Promise<void> {
  if (scene.actions === 'hang') await never();
  if (scene.actions === 'fail') throw new SlipwayError(refusal(doing));
}

/** A list comes at once, never, or not at all. */
async function ready(what: string): Promise<void> {
  if (scene.containers === 'loading') await never();
  if (scene.containers === 'failing') throw new SlipwayError(unreadable(what));
}

/** Measuring goes on for as long as actions do. */
async function measured(): Promise<void> {
  if (scene.actions === 'hang') await never();
}

/** Something done to a container, in the engine side's words. */
const actOn =
  (verb: string) =>
  ({ id }: { readonly id: string }) =>
    act(`${verb} the container ${id.slice(0, 12)}`);

async function currentStatus(): Promise<Status> {
  if (scene.state === 'unreachable') throw new SlipwayError(unwritable);
  if (status === undefined) return never();
  return scene.engine === 'own' ? status : otherStatus(status, scene.engine);
}

async function listed(): Promise<readonly Container[]> {
  if (scene.containers === 'loading') return never();
  if (scene.containers === 'failing') throw new SlipwayError(unreadable('containers'));
  return listings[scene.containers]();
}

async function listedImages(): Promise<readonly Image[]> {
  if (scene.containers === 'loading') return never();
  if (scene.containers === 'failing') throw new SlipwayError(unreadable('images'));
  return scene.containers === 'none' ? [] : someImages();
}

async function listedSnapshots(): Promise<Snapshots> {
  if (scene.state === 'unreachable') throw new SlipwayError(unwritable);
  const some = someSnapshots();
  return scene.containers === 'none' ? { ...some, snapshots: [] } : some;
}

/** A host that cannot work with its home has nothing to tell of. */
async function listedPorts(): Promise<readonly PublishedPort[]> {
  if (scene.state === 'unreachable') throw new SlipwayError(unwritable);
  const isPublishing = scene.state === 'running' || scene.state === 'sleeping';
  return isPublishing ? portsOf(listings[scene.containers === 'none' ? 'none' : 'some']()) : [];
}

async function listedSettings(): Promise<readonly Setting[]> {
  if (scene.state === 'unknown') return never();
  if (scene.state === 'unreachable') throw new SlipwayError(unwritable);
  return settings.list();
}

/** What is "chosen": no dialog of the system can be pictured. */
const files = createChosenFiles();

const transfers = fixtureTransfers(act);
const builds = fixtureBuilds({
  actions: () => scene.actions,
  isEmpty: () => scene.containers === 'none',
});

const playbooks = fixtureAnsible(() => scene.actions);
const compose = fixtureCompose(() => ({ isEmpty: scene.containers === 'none', actions: scene.actions }));

const windowApp = createWindowApp({
  mainFolder: import.meta.dirname,
  // Beside what was compiled for the pictures, which each run removes first.
  dataFolder: join(import.meta.dirname, '..', 'data'),
  connect: (contents) => {
    const terminals = createTerminals(
      (target) => fixtureShell(target, scene.actions),
      (event) => announceTo(contents, event),
    );
    const logs = fixtureLogs(() => ({
      kind: scene.logs,
      isAway: scene.actions === 'hang',
      isRunning: scene.state === 'running',
    }));
    const fixtureStats = fixtureUsage(listed);
    const streams = createPageStreams(
      windowStreams,
      {
        ...fixtureWaits,
        ...logs.sources,
        ...fixtureRecreate(() => scene.actions).sources,
        ...fixtureStats.sources,
        ...fixtureCarriers(act),
        ...fixtureLayers(act),
        ...fixtureEvents(() => scene.containers === 'none'),
        ...transferSources({ transfers }),
        ...compose.sources,
        ...playbooks.sources,
        ...buildSources(builds),
      },
      (event) => announceTo(contents, event),
    );
    const dispatch = createDispatch(windowRequests, {
      'status.get': currentStatus,
      'vm.start': never,
      'vm.stop': never,
      'vm.sleep': never,
      'vm.restart': never,
      'vm.dismissRestart': never,
      'shares.list': async () => fixtureShares,
      'shares.add': never,
      'shares.change': never,
      'shares.remove': never,
      ...fixtureEngines(() => scene.engine),
      'ports.list': listedPorts,
      'domains.list': async () => domainsOf(await listed()),
      'memory.get': async () =>
        (await currentStatus()).state === 'running'
          ? { holdsBytes: 691_011_584, usesBytes: 216_006_656 }
          : null,
      'disk.usage': async () => ({
        file: {
          path: '/home/maria/.slipway/disks/data.img',
          lengthBytes: 68_719_476_736,
          usedBytes: 13_204_000_000,
        },
        fileSystem: { usedBytes: 11_961_000_000, freeBytes: 55_101_000_000 },
        sleepBytes: 0,
        templateBytes: 212_000_000,
        snapshotsBytes: 4_310_000_000,
        nodesBytes: 0,
        logsBytes: 3_400_000,
      }),
      'disk.compact': never,
      'disk.resize': never,
      'snapshots.list': listedSnapshots,
      'snapshots.create': async ({ name }) => {
        windowApp.announce({ name: 'snapshots', payload: { progress: { ...snapshotProgress, name } } });
        return never();
      },
      'snapshots.restore': never,
      'snapshots.delete': never,
      'snapshots.cancel': never,
      'nodeVms.list': async () => [],
      'nodeVms.add': async ({ name = 'node-3' }) => {
        windowApp.announce({ name: 'nodeVms', payload: { progress: { name, work: 'add', step: 'join' } } });
        await act('join the Swarm');
        return never();
      },
      'nodeVms.remove': () => act('remove the node'),
      'nodeVms.cancel': never,
      'settings.list': listedSettings,
      'settings.set': async ({ key, value }) => {
        if (scene.actions === 'fail') throw new SlipwayError(unwritable);
        return settings.set(key, value);
      },
      'settings.unset': ({ key }) => settings.unset(key),
      'console.read': async () => ({ text: fixtureConsole }),
      'containers.list': listed,
      'containers.start': actOn('start'),
      'containers.stop': actOn('stop'),
      'containers.restart': actOn('restart'),
      'containers.remove': actOn('remove'),
      'containers.create': async ({ name, image }) => {
        await act(`create a container of ${image}`);
        return { id: '1'.repeat(64), name: name || 'quiet_wozniak' };
      },
      'containers.run': async ({ name, image }) => {
        await act(`run ${image}`);
        return { id: '1'.repeat(64), name: name || 'quiet_wozniak' };
      },
      ...fixtureActions(act),
      'container.update': async () => {
        await act('change the limits');
        return { warnings: [] };
      },
      ...fixtureRecreate(() => scene.actions).handlers,
      ...fixtureContainer(listed),
      ...fixtureStats.handlers,
      ...logs.handlers,
      'images.list': listedImages,
      'images.remove': ({ reference }) => act(`remove the image ${reference}`),
      ...fixtureVolumes({
        listing: () =>
          scene.containers === 'none' || scene.containers === 'hostile' ? scene.containers : 'some',
        ready,
        act,
        measured,
      }),
      ...fixtureSwarm(() => scene.swarm, act),
      ...fixtureFiles({ ready, act }),
      ...fixtureSystem({ isEmpty: () => scene.containers === 'none', ready, act, measured }),
      ...fixtureImage(listedImages, act),
      ...fixtureRegistry(() => scene.containers !== 'none', act),
      ...terminals.handlers,
      ...streams.handlers,
      ...transferHandlers({ transfers }, files),
      ...compose.handlers,
      ...playbooks.handlers,
      ...buildHandlers(builds, files),
      ...fixtureDockerfile(files),
      'files.chooseTarget': async ({ name }) => files.add('write', `/home/maria/Downloads/${name}`),
      'files.chooseFolder': async () => files.add('write', '/home/maria/Downloads'),
      'files.chooseSources': async () => [files.add('read', '/home/maria/Downloads/harbour.tar')],
      ...appHandlers({
        setUnsaved: () => undefined,
        listPorts: async () => [],
        listDomains: async () => domainsOf(await listed()),
      }),
    });
    const leave = () => {
      terminals.closeAll();
      streams.closeAll();
    };
    return { dispatch, offer: () => [files.add('read', '/home/maria/shop/default.conf')], leave };
  },
});

/** Sets the scene and tells the page; the driver calls it through Playwright. */
Object.assign(globalThis, {
  setScene(next: Scene) {
    scene = next;
    transfers.close();
    compose.reset();
    playbooks.reset();
    void builds.builds.close();
    settings.reset();
    status =
      next.state === 'unknown' || next.state === 'unreachable' ? undefined : fixtureStatuses[next.state]();
    if (status !== undefined && next.swarm === 'some') status = { ...status, nodes: fixtureNodeVms };
    if (status !== undefined) windowApp.announce({ name: 'status', payload: status });
    windowApp.announce({ name: 'nodeVms', payload: { progress: null } });
    windowApp.announce({ name: 'ports', payload: {} });
    windowApp.announce({ name: 'domains', payload: {} });
    windowApp.announce({ name: 'engine.changed', payload: { topics: engineTopics } });
  },
});

void app.whenReady().then(() => windowApp.show());
