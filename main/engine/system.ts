import type Docker from 'dockerode';
import { z } from 'zod';
import { shortImageName } from '../contract/engine/image-name.ts';
import type { KindUsage, Prunable, Pruned } from '../contract/engine/system.ts';
import type { UsageKind } from '../contract/engine/usage-kinds.ts';
import { type Asked, askJson } from './ask.ts';
import { attempt } from './connection.ts';
import { withEngineDeadline } from './deadlines.ts';
import { askDiskUsage, type DiskUsage, diskUsage } from './disk-usage.ts';
import { helperLabel, isHelper } from './files/helper-labels.ts';
import { nameInList } from './plain-name.ts';
import { shortVolumeName } from './volumes.ts';

/** What the things of one kind take, and what of it a prune would free. */
export function measureKind(engine: Docker, kind: UsageKind, signal: AbortSignal): Promise<KindUsage> {
  const doing = `measure the ${kind === 'builds' ? 'build cache' : kind}`;
  return attempt(doing, () =>
    withEngineDeadline('change', doing, signal, async (abortSignal) =>
      usageOf(kind, await askDiskUsage(engine, kind, abortSignal)),
    ),
  );
}

/** Reads the engine's answer for one kind. */
export function usageOf(kind: UsageKind, answer: unknown): KindUsage {
  return { kind, ...counters[kind](diskUsage.parse(answer)) };
}

const counters: Readonly<Record<UsageKind, (usage: DiskUsage) => Omit<KindUsage, 'kind'>>> = {
  images({ Images, LayersSize }) {
    const images = Images ?? [];
    // Its own layers; what it shares goes only with the last that has it.
    const own = (image: (typeof images)[number]) => Math.max(0, image.Size - Math.max(0, image.SharedSize));
    const items = (chosen: typeof images) =>
      chosen.map((image) => ({
        name: image.RepoTags?.[0] ?? shortImageName(image.Id),
        bytes: own(image),
      }));
    const free = images.filter(({ Containers }) => Containers <= 0);
    const nameless = free.filter(
      ({ RepoTags }) => (RepoTags ?? []).filter((tag) => tag !== '<none>:<none>').length === 0,
    );
    const bytes = LayersSize ?? images.reduce((sum, image) => sum + own(image), 0);
    const used = images
      .filter(({ Containers }) => Containers > 0)
      .reduce((sum, image) => sum + image.Size, 0);
    // Layers that several used images share are counted in each of them: at least this much is freed.
    const atLeast = items(free).reduce((sum, item) => sum + item.bytes, 0);
    return {
      count: images.length,
      bytes,
      unused: prunable(items(nameless)),
      allUnused: { ...prunable(items(free)), bytes: Math.max(atLeast, free.length === 0 ? 0 : bytes - used) },
    };
  },
  containers({ Containers }) {
    const containers = (Containers ?? []).filter(({ Labels }) => !isHelper(Labels));
    const item = ({ Id, Names, SizeRw }: (typeof containers)[number]) => ({
      name: nameInList(Names, Id),
      bytes: Math.max(0, SizeRw ?? 0),
    });
    const ended = containers.filter(({ State }) => /^(exited|created|dead)$/.test(State));
    const unused = prunable(ended.map(item));
    return { count: containers.length, bytes: sum(containers.map(item)), unused, allUnused: unused };
  },
  volumes({ Volumes }) {
    const volumes = Volumes ?? [];
    const item = ({ Name, UsageData }: (typeof volumes)[number]) => ({
      name: shortVolumeName(Name),
      bytes: Math.max(0, UsageData?.Size ?? 0),
    });
    const free = volumes.filter(({ UsageData }) => (UsageData?.RefCount ?? 0) <= 0);
    const anonymous = free.filter(({ Labels }) => Labels && 'com.docker.volume.anonymous' in Labels);
    return {
      count: volumes.length,
      bytes: sum(volumes.map(item)),
      unused: prunable(anonymous.map(item)),
      allUnused: prunable(free.map(item)),
    };
  },
  builds({ BuildCache }) {
    const steps = BuildCache ?? [];
    const item = ({ ID, Description, Size }: (typeof steps)[number]) => ({
      name: Description || ID,
      bytes: Math.max(0, Size),
    });
    // What is shared is an image's layer, too, and counted there.
    const own = steps.filter(({ Shared }) => !Shared);
    const unused = prunable(own.filter(({ InUse }) => !InUse).map(item));
    return { count: steps.length, bytes: sum(own.map(item)), unused, allUnused: unused };
  },
};

function prunable(items: readonly { readonly name: string; readonly bytes: number }[]): Prunable {
  return { items: items.toSorted((a, b) => b.bytes - a.bytes), bytes: sum(items) };
}

function sum(items: readonly { readonly bytes: number }[]): number {
  return items.reduce((total, { bytes }) => total + bytes, 0);
}

const pruned = z.object({
  SpaceReclaimed: z.number().nullish(),
  ContainersDeleted: z.array(z.unknown()).nullish(),
  ImagesDeleted: z.array(z.object({ Deleted: z.string().optional() })).nullish(),
  CachesDeleted: z.array(z.unknown()).nullish(),
});

const listedImages = z.array(z.object({ Id: z.string() }));

async function imageIds(engine: Docker, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const asked = { method: 'GET', path: '/images/json', query: {} } as const;
  return new Set(listedImages.parse(await askJson(engine, asked, signal)).map(({ Id }) => Id));
}

/** Removes what nothing uses of one kind; `all`: images with a name too. */
export function prune(
  engine: Docker,
  kind: Exclude<UsageKind, 'volumes'>,
  all: boolean,
  signal: AbortSignal,
): Promise<Pruned> {
  const doing = `prune the ${kind === 'builds' ? 'build cache' : kind}`;
  const calls: Readonly<Record<typeof kind, Asked>> = {
    images: {
      method: 'POST',
      path: '/images/prune',
      query: { filters: JSON.stringify({ dangling: [all ? 'false' : 'true'] }) },
    },
    // What Slipway has made for itself is in use, whether it runs or not.
    containers: {
      method: 'POST',
      path: '/containers/prune',
      query: { filters: JSON.stringify({ 'label!': [helperLabel] }) },
    },
    builds: { method: 'POST', path: '/build/prune', query: { all: 'true' } },
  };
  return attempt(doing, () =>
    withEngineDeadline('prune', doing, signal, async (abortSignal) => {
      const images = kind === 'images' ? await imageIds(engine, abortSignal) : undefined;
      const answer = pruned.parse(await askJson(engine, calls[kind], abortSignal));
      const { SpaceReclaimed, ContainersDeleted, ImagesDeleted, CachesDeleted } = answer;
      // The engine tells of the layers as it does of the images that they were of.
      const gone = (ImagesDeleted ?? []).filter(({ Deleted }) => Deleted && images?.has(Deleted));
      return {
        bytes: SpaceReclaimed ?? 0,
        count: gone.length + (ContainersDeleted?.length ?? 0) + (CachesDeleted?.length ?? 0),
      };
    }),
  );
}
