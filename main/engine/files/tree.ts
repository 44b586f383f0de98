import type Docker from 'dockerode';
import type { ContainerInspectInfo } from 'dockerode';
import { z } from 'zod';
import type { TreeMount, TreeSource } from '../../contract/engine/file-trees.ts';
import { SlipwayError } from '../../contract/errors.ts';
import { nameOf } from '../../util/byte-names.ts';
import { askJson, pathOfName } from '../ask.ts';
import { attempt } from '../connection.ts';
import { shortName } from '../containers.ts';
import { withEngineDeadline } from '../deadlines.ts';
import { plainName } from '../plain-name.ts';
import { shortVolumeName } from '../volumes.ts';
import { type Helper, volumeFolder } from './helper.ts';
import type { Helpers } from './helpers.ts';
import { whileMounted } from './hold.ts';

/** Where a path of a tree is for the helper. */
export interface Place {
  /** The top of what it is in, for helper.sh. */
  readonly base: string;
  /** From there, without links and without a slash before it; empty for the top itself. */
  readonly path: string;
  readonly mount: TreeMount | null;
}

/** Something mounted in a container. */
export interface Mounted extends TreeMount {
  readonly destination: string;
  /** The folder or file on the machine that is seen there; undefined where only the container's own processes see it. */
  readonly hostPath: string | undefined;
}

/** The files of a container or a volume, within reach. */
export interface Tree {
  /** In words that fit into "Could not read … ": `the container web`. */
  readonly owner: string;
  readonly helper: Helper;
  /** Words that stand before each command. */
  readonly guard: readonly string[];
  readonly mounts: readonly Mounted[];
  /** Where a link that begins at the top leads: the top of a container; out of a volume, whose place in containers varies. */
  readonly hasOwnTop: boolean;
  place(path: string): Place;
  /** Paths at which something is mounted, by the kernel's word while a container runs. */
  mountPoints(signal: AbortSignal): Promise<readonly string[]>;
  /** Tells containers apart whose accounts are known already. */
  readonly accountsOf: string | undefined;
}

/** Reaches for the files of a container or volume, and lets go of them when the work is done. */
export function withTree<T>(
  engine: Docker,
  helpers: Helpers,
  source: TreeSource,
  signal: AbortSignal,
  work: (tree: Tree) => Promise<T>,
): Promise<T> {
  return source.kind === 'volume'
    ? withVolume(engine, helpers, source.name, signal, work)
    : withContainer(engine, helpers, source.id, signal, work);
}

async function withContainer<T>(
  engine: Docker,
  helpers: Helpers,
  id: string,
  signal: AbortSignal,
  work: (tree: Tree) => Promise<T>,
): Promise<T> {
  const doing = `open the files of the container ${shortName(id)}`;
  const info = await attempt(doing, () =>
    withEngineDeadline('read', doing, signal, (abortSignal) =>
      engine.getContainer(id).inspect({ abortSignal }),
    ),
  );
  const mounts = mountsOf(info);
  const owner = `the container ${plainName(info.Name)}`;
  const shared = { owner, mounts, hasOwnTop: true, accountsOf: info.Id };
  return helpers.use(undefined, signal, (helper) => {
    if (info.State.Pid > 0) {
      const process = String(info.State.Pid);
      return work({
        ...shared,
        helper,
        guard: ['of_container', process, info.Id],
        mountPoints: async (until) => {
          const { output } = await helper.ask(
            ['of_container', process, info.Id, 'mount_points', process],
            until,
          );
          return readMountPoints(output.toString('latin1'));
        },
        // Its own processes see what is mounted in its place.
        place: (path) => ({
          base: `/proc/${process}/root`,
          path: path.slice(1),
          mount: mountAt(mounts, path) ?? null,
        }),
      });
    }
    const merged = (info.GraphDriver?.Data as Readonly<Record<string, unknown>> | null)?.MergedDir;
    if (typeof merged !== 'string' || helper.engineTop === '') throw closed(owner);
    if (info.HostConfig.ReadonlyRootfs) throw readOnly(owner);
    return whileMounted(engine, info.Id, merged, helper, signal, () =>
      work({
        ...shared,
        helper,
        guard: [],
        mountPoints: async () => mounts.map(({ destination }) => destination),
        place: (path) => placeStopped(mounts, helper.engineTop, merged, path),
      }),
    );
  });
}

/** Nothing is mounted in the place where a container that does not run would have it: it is found where it comes from. */
function placeStopped(mounts: readonly Mounted[], top: string, merged: string, path: string): Place {
  const mount = mountAt(mounts, path);
  if (mount?.hostPath === undefined)
    return { base: `${top}${merged}`, path: path.slice(1), mount: mount ?? null };
  return { base: `${top}${mount.hostPath}`, path: path.slice(mount.destination.length + 1), mount };
}

async function withVolume<T>(
  engine: Docker,
  helpers: Helpers,
  name: string,
  signal: AbortSignal,
  work: (tree: Tree) => Promise<T>,
): Promise<T> {
  const doing = `open the files of the volume ${shortVolumeName(name)}`;
  const volume = await attempt(doing, () =>
    withEngineDeadline('read', doing, signal, async (until) =>
      volumeSchema.parse(
        await askJson(engine, { method: 'GET', path: `/volumes/${pathOfName(name)}` }, until),
      ),
    ),
  );
  const shared = {
    owner: `the volume ${shortVolumeName(name)}`,
    guard: [],
    mounts: [],
    mountPoints: async () => [],
    hasOwnTop: false,
    accountsOf: undefined,
  };
  const within = (helper: Helper, base: string) =>
    work({ ...shared, helper, place: (path) => ({ base, path: path.slice(1), mount: null }) });
  // Such a volume is a folder of the engine. Reached by its path it is not in use, and can be removed at any time.
  const isFolder = volume.Driver === 'local' && Object.keys(volume.Options ?? {}).length === 0;
  if (isFolder && volume.Mountpoint !== '') {
    const done = await helpers.use(undefined, signal, async (helper) =>
      helper.engineTop === ''
        ? undefined
        : { result: await within(helper, `${helper.engineTop}${volume.Mountpoint}`) },
    );
    if (done !== undefined) return done.result;
  }
  return helpers.use(name, signal, (helper) => within(helper, volumeFolder));
}

const volumeSchema = z.object({
  Driver: z.string(),
  Mountpoint: z.string(),
  Options: z.record(z.string(), z.string()).nullish(),
});

const kinds: readonly string[] = ['bind', 'volume', 'tmpfs', 'image'] satisfies readonly TreeMount['kind'][];

/** What is mounted in a container, the deepest first. */
export function mountsOf({ Mounts, HostConfig }: ContainerInspectInfo): readonly Mounted[] {
  const known = Mounts.map((mount): Mounted => {
    const kind = kinds.includes(mount.Type) ? (mount.Type as TreeMount['kind']) : 'other';
    return {
      destination: mount.Destination,
      kind,
      source: mount.Name ?? mount.Source,
      readOnly: !mount.RW,
      hostPath: (kind === 'bind' || kind === 'volume') && mount.Source !== '' ? mount.Source : undefined,
    };
  });
  // `--tmpfs` is told apart from mounts.
  const memory = Object.entries((HostConfig.Tmpfs as Readonly<Record<string, string>> | undefined) ?? {}).map(
    ([destination, options]): Mounted => ({
      destination,
      kind: 'tmpfs',
      source: '',
      readOnly: options.split(',').includes('ro'),
      hostPath: undefined,
    }),
  );
  return [...known, ...memory].toSorted((a, b) => b.destination.length - a.destination.length);
}

/** The places in a `mountinfo` of the kernel, in which spaces and line ends are written as octal numbers. */
export function readMountPoints(mountinfo: string): readonly string[] {
  return mountinfo.split('\n').flatMap((line) => {
    const place = line.split(' ')[4];
    if (place === undefined) return [];
    const bytes = place.replace(/\\([0-7]{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    return [nameOf(Buffer.from(bytes, 'latin1'))];
  });
}

/** The mount in which a path lies, or at which it is. */
export function mountAt(mounts: readonly Mounted[], path: string): Mounted | undefined {
  return mounts.find(({ destination }) => path === destination || path.startsWith(`${destination}/`));
}

function closed(owner: string): SlipwayError {
  return new SlipwayError({
    code: 'engine-request-failed',
    message: `Could not open the files of ${owner}: it does not run, and this engine does not say where it keeps them.`,
    hint: 'Start it to look at its files.',
  });
}

function readOnly(owner: string): SlipwayError {
  return new SlipwayError({
    code: 'engine-request-failed',
    message: `Could not open the files of ${owner}: it is read-only, and the engine opens such a container only while it runs.`,
    hint: 'Start it to look at its files.',
  });
}
