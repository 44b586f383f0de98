import { useEffect, useMemo } from 'react';
import type { Container } from '../../../main/contract/engine/containers.ts';
import type { Image } from '../../../main/contract/engine/images.ts';
import type { Volume } from '../../../main/contract/engine/volumes.ts';
import type { ListedEngine } from '../../../main/contract/engines.ts';
import { ownEngine } from '../../../main/contract/own-engine.ts';
import { allBuilds, useBuilds } from '../../state/builds-store.ts';
import { useCarriers } from '../../state/carriers-store.ts';
import { compactKey } from '../../state/compact-disk.ts';
import { useCompose } from '../../state/compose-store.ts';
import { useEngine } from '../../state/engine-store.ts';
import { isOwn, readEngines, useEngines } from '../../state/engines-store.ts';
import { useExitWatch } from '../../state/exit-watch.ts';
import { useImageChecks } from '../../state/image-checks-store.ts';
import { useCanAddNodes } from '../../state/node-vms-store.ts';
import { usePending } from '../../state/pending.ts';
import { usePlaybooks } from '../../state/playbooks-store.ts';
import { registryKey, useRegistry } from '../../state/registry-store.ts';
import { useSettings } from '../../state/settings-store.ts';
import { readSnapshots, useSnapshots } from '../../state/snapshots-store.ts';
import { canBeAsked, isRunning, useStatus } from '../../state/status-store.ts';
import { useTransfers } from '../../state/transfers-store.ts';
import { useVolumeSizes } from '../../state/volumes-store.ts';
import { useProjectRows } from '../compose/use-project-rows.ts';
import { useNetworkRows } from '../networks/use-network-rows.ts';
import { useSwarm } from '../swarm/use-swarm.ts';
import { volumeRows } from '../volumes/volume-rows.ts';
import { buildEntries } from './build-entries.ts';
import { composeEntries, composeJobEntries } from './compose-entries.ts';
import { containerEntries, projectEntries } from './container-entries.ts';
import { engineChoiceEntries } from './engine-choice-entries.ts';
import { engineEntries, newEntries, type PaletteEntry, viewEntries } from './entries.ts';
import { imageEntries } from './image-entries.ts';
import { networkEntries } from './network-entries.ts';
import { playbookEntries } from './playbook-entries.ts';
import { settingEntries } from './setting-entries.ts';
import { snapshotEntries, snapshotWorkEntries } from './snapshot-entries.ts';
import { swarmEntries } from './swarm-entries.ts';
import { carrierEntries, transferEntries } from './under-way-entries.ts';
import { volumeEntries } from './volume-entries.ts';
import { diskEntries, listEntries, pruneEntries, registryEntries } from './whole-entries.ts';

const noContainers: readonly Container[] = [];
const noEngines: readonly ListedEngine[] = [];
const noImages: readonly Image[] = [];
const noVolumes: readonly Volume[] = [];

/** Everything that there is to be found: views, what can be done now, and every object with what can be done to it. */
export function useEntries(): readonly PaletteEntry[] {
  const whole = useWhole();
  const underWay = useUnderWay();
  const objects = useObjects();
  const snapshots = useSnapshotEntries();
  const swarm = useSwarm();
  const projects = useComposeEntries();
  const canAddNodes = useCanAddNodes();
  const ofSwarm = useMemo(() => swarmEntries(swarm, canAddNodes), [swarm, canAddNodes]);
  const known = useBuilds();
  const isReady = useStatus(canBeAsked);
  const builds = useMemo(() => buildEntries(allBuilds(known), isReady), [known, isReady]);
  const settings = useSettings((store) => store.settings);
  return useMemo(
    () => [
      ...[...viewEntries(), ...underWay, ...whole, ...objects, ...ofSwarm],
      ...[...projects, ...builds, ...snapshots],
      ...(settings.kind === 'loaded' ? settingEntries(settings.items) : []),
    ],
    [whole, underWay, objects, ofSwarm, projects, builds, snapshots, settings],
  );
}

function useWhole(): readonly PaletteEntry[] {
  const status = useStatus((store) => store.status);
  const running = useStatus(isRunning);
  const images = useEngine((store) => (store.images.kind === 'loaded' ? store.images.items : noImages));
  const isChecking = useImageChecks(({ left }) => left > 0);
  const isCompacting = usePending((store) => store[compactKey] !== undefined);
  const own = useEngines(isOwn);
  const present = useEngines((store) => store.present?.name ?? ownEngine);
  const engines = useEngines(({ list }) => (list.kind === 'loaded' ? list.items : noEngines));
  // Docker's contexts take a moment to be read: once will do.
  useEffect(() => {
    if (useEngines.getState().list.kind === 'loading') readEngines();
  }, []);
  const registry = useRegistry((store) => store.registry);
  const isMoving = usePending((store) => store[registryKey] !== undefined);
  return useMemo(
    () => [
      ...newEntries(running, own),
      ...(own ? engineEntries(status) : []),
      ...engineChoiceEntries(engines, present),
      ...(running ? [...listEntries(images, isChecking), ...pruneEntries()] : []),
      ...(own ? diskEntries(status, isCompacting) : []),
      ...(own && (status?.state === 'running' || status?.state === 'sleeping')
        ? registryEntries(registry, isMoving)
        : []),
    ],
    [status, running, images, isChecking, isCompacting, registry, isMoving, own, engines, present],
  );
}

/** What goes on and can be ended: apart, since it is told anew at every step. */
function useUnderWay(): readonly PaletteEntry[] {
  const transfers = useTransfers((store) => store.transfers);
  const carriers = useCarriers((store) => store.carriers);
  const progress = useSnapshots((store) => store.progress);
  const jobs = useCompose((store) => store.jobs);
  const runs = usePlaybooks((store) => store.runs);
  const isReady = useStatus(canBeAsked);
  const own = useEngines(isOwn);
  return useMemo(
    () => [
      ...transferEntries(transfers),
      ...carrierEntries(carriers),
      ...composeJobEntries(jobs),
      ...(own ? playbookEntries(runs, isReady) : []),
      ...snapshotWorkEntries(progress),
    ],
    [transfers, carriers, jobs, runs, isReady, own, progress],
  );
}

/** The objects of the engine's lists, which are empty while it does not run. */
function useObjects(): readonly PaletteEntry[] {
  const containers = useEngine((store) =>
    store.containers.kind === 'loaded' ? store.containers.items : noContainers,
  );
  const images = useEngine((store) => (store.images.kind === 'loaded' ? store.images.items : noImages));
  const volumes = useEngine((store) => (store.volumes.kind === 'loaded' ? store.volumes.items : noVolumes));
  // As they were measured last: to look for a name is no reason to measure them all.
  const sizes = useVolumeSizes((store) => store.bytes);
  const networks = useNetworkRows();
  const watched = useExitWatch();
  const pending = usePending();
  return useMemo(
    () => [
      ...containerEntries(containers, new Set(Object.keys(watched))),
      ...projectEntries(containers),
      ...imageEntries(images, containers),
      ...volumeEntries(volumeRows(volumes, containers, sizes), pending),
      ...networkEntries(networks),
    ],
    [containers, images, volumes, sizes, networks, watched, pending],
  );
}

function useComposeEntries(): readonly PaletteEntry[] {
  const rows = useProjectRows();
  const isReady = useStatus(canBeAsked);
  return useMemo(() => composeEntries(rows, isReady), [rows, isReady]);
}

function useSnapshotEntries(): readonly PaletteEntry[] {
  const { known, busy, progress } = useSnapshots();
  const isBusy = busy || progress !== null;
  // Nobody follows them before they were first looked at.
  useEffect(() => void readSnapshots(), []);
  const own = useEngines(isOwn);
  return useMemo(() => (own ? snapshotEntries(known?.snapshots ?? [], isBusy) : []), [known, isBusy, own]);
}
