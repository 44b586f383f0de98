import type Docker from 'dockerode';
import type { ContainerInspectInfo } from 'dockerode';
import { z } from 'zod';
import type {
  ContainerDetails,
  ContainerHealth,
  ContainerMount,
  ContainerNetwork,
  FileChange,
  ProcessTable,
} from '../contract/engine/container-details.ts';
import type { ContainerPort } from '../contract/engine/containers.ts';
import { askJson } from './ask.ts';
import { attempt } from './connection.ts';
import { containerState, shortName } from './containers.ts';
import { withEngineDeadline } from './deadlines.ts';
import { plainName } from './plain-name.ts';

/** Everything about one container. */
export function inspectContainer(engine: Docker, id: string, signal: AbortSignal): Promise<ContainerDetails> {
  const doing = `read the container ${shortName(id)}`;
  return attempt(doing, () =>
    withEngineDeadline('read', doing, signal, async (abortSignal) =>
      describeDetails(await engine.getContainer(id).inspect({ abortSignal })),
    ),
  );
}

/** The processes of a running container. */
export function listProcesses(engine: Docker, id: string, signal: AbortSignal): Promise<ProcessTable> {
  const doing = `list the processes of the container ${shortName(id)}`;
  return attempt(doing, () =>
    withEngineDeadline('read', doing, signal, async (abortSignal) => {
      const { Titles, Processes } = await engine.getContainer(id).top({ abortSignal });
      return { titles: Titles, processes: Processes ?? [] };
    }),
  );
}

/** Where a container's files differ from its image's. */
export function listChanges(engine: Docker, id: string, signal: AbortSignal): Promise<readonly FileChange[]> {
  const doing = `compare the files of the container ${shortName(id)} with its image`;
  return attempt(doing, () =>
    withEngineDeadline('read', doing, signal, async (abortSignal) => {
      const asked = { method: 'GET', path: `/containers/${encodeURIComponent(id)}/changes` } as const;
      return (changed.parse(await askJson(engine, asked, abortSignal)) ?? [])
        .map(({ Path, Kind }) => ({ path: Path, kind: kinds[Kind] ?? 'changed' }))
        .toSorted((a, b) => (a.path < b.path ? -1 : 1));
    }),
  );
}

/** The answer of `GET /containers/{id}/changes`: null where nothing has changed. */
const changed = z.array(z.object({ Path: z.string(), Kind: z.number() })).nullable();

/** The numbers of `GET /containers/{id}/changes`. */
const kinds: readonly FileChange['kind'][] = ['changed', 'added', 'removed'];

/** The engine's description of a container, in the contract's form. */
export function describeDetails(info: ContainerInspectInfo): ContainerDetails {
  const { Config, HostConfig, State } = info;
  const endedAt = momentOf(State.FinishedAt);
  return {
    id: info.Id,
    name: plainName(info.Name),
    image: Config.Image,
    imageId: info.Image,
    state: containerState(State.Status),
    ended: endedAt === null ? null : { at: endedAt, exitCode: State.ExitCode, outOfMemory: State.OOMKilled },
    error: State.Error,
    startedAt: momentOf(State.StartedAt),
    createdAt: momentOf(info.Created) ?? 0,
    restarts: info.RestartCount,
    health: describeHealth(State.Health),
    entrypoint: [Config.Entrypoint ?? []].flat(),
    command: Config.Cmd ?? [],
    workingFolder: Config.WorkingDir,
    user: Config.User,
    hostname: Config.Hostname,
    hasTerminal: Config.Tty,
    platform: info.Platform,
    environment: (Config.Env ?? []).map((line) => {
      const at = line.indexOf('=');
      return at < 0 ? { name: line, value: '' } : { name: line.slice(0, at), value: line.slice(at + 1) };
    }),
    labels: Object.entries(Config.Labels ?? {})
      .map(([name, value]) => ({ name, value }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    ports: describePorts(info),
    mounts: info.Mounts.map(describeMount),
    networks: Object.entries(info.NetworkSettings.Networks ?? {}).map(describeNetwork),
    limits: {
      memoryBytes: HostConfig.Memory || null,
      cpus: describeCpus(HostConfig),
      processes: (HostConfig.PidsLimit ?? 0) > 0 ? (HostConfig.PidsLimit ?? null) : null,
    },
    restartPolicy: describePolicy(HostConfig.RestartPolicy),
    removeWhenDone: HostConfig.AutoRemove ?? false,
    isPrivileged: HostConfig.Privileged ?? false,
    json: JSON.stringify(info, null, 2),
  };
}

/** The engine's time; the year 1 stands for never. In milliseconds since 1970. */
function momentOf(time: string): number | null {
  const moment = Date.parse(time);
  return Number.isNaN(moment) || moment <= 0 ? null : moment;
}

function describeHealth(health: ContainerInspectInfo['State']['Health']): ContainerHealth | null {
  const state = health?.Status;
  if (state !== 'starting' && state !== 'healthy' && state !== 'unhealthy') return null;
  const probes = (health?.Log ?? []).map(({ Start, ExitCode, Output }) => ({
    at: momentOf(Start) ?? 0,
    exitCode: ExitCode,
    output: Output,
  }));
  return { state, failingStreak: health?.FailingStreak ?? 0, probes: probes.reverse() };
}

/** Published ports of a container that runs, what it would publish when it does not, and those only exposed. */
function describePorts({
  Config,
  HostConfig,
  NetworkSettings,
}: ContainerInspectInfo): readonly ContainerPort[] {
  const live = NetworkSettings.Ports ?? {};
  const isLive = Object.keys(live).length > 0;
  const bindings: Readonly<Record<string, unknown>> = isLive
    ? live
    : { ...Config.ExposedPorts, ...(HostConfig.PortBindings as object | undefined) };
  return Object.entries(bindings).flatMap(([key, published]): readonly ContainerPort[] => {
    const [number = '', kind = 'tcp'] = key.split('/');
    const port: Omit<ContainerPort, 'published'> = {
      containerPort: Number(number),
      protocol: kind === 'udp' || kind === 'sctp' ? kind : 'tcp',
    };
    const places = Array.isArray(published)
      ? (published as readonly { readonly HostIp?: string; readonly HostPort?: string }[])
      : [];
    if (places.length === 0) return [{ ...port, published: null }];
    return places.map(({ HostIp = '', HostPort = '' }) => ({
      ...port,
      published: { address: HostIp, port: Number(HostPort) },
    }));
  });
}

const mountKinds: readonly string[] = [
  'bind',
  'volume',
  'tmpfs',
  'npipe',
  'cluster',
  'image',
] satisfies readonly ContainerMount['kind'][];

function describeMount(mount: ContainerInspectInfo['Mounts'][number]): ContainerMount {
  return {
    kind: mountKinds.includes(mount.Type) ? (mount.Type as ContainerMount['kind']) : 'unknown',
    source: mount.Name ?? mount.Source,
    target: mount.Destination,
    readOnly: !mount.RW,
  };
}

function describeNetwork([name, network]: readonly [
  string,
  ContainerInspectInfo['NetworkSettings']['Networks'][string],
]): ContainerNetwork {
  return {
    name,
    networkId: network.NetworkID,
    address: network.IPAddress,
    address6: network.GlobalIPv6Address,
    gateway: network.Gateway,
    macAddress: network.MacAddress,
    aliases: (network.Aliases as readonly string[] | null | undefined) ?? [],
  };
}

function describeCpus({ NanoCpus, CpuQuota, CpuPeriod }: ContainerInspectInfo['HostConfig']): number | null {
  if (NanoCpus) return NanoCpus / 1e9;
  // The kernel's own period, where only a quota is set.
  return CpuQuota && CpuQuota > 0 ? CpuQuota / (CpuPeriod || 100_000) : null;
}

function describePolicy(policy: ContainerInspectInfo['HostConfig']['RestartPolicy']): string {
  if (policy === undefined || policy.Name === '') return 'no';
  return policy.MaximumRetryCount ? `${policy.Name}:${policy.MaximumRetryCount}` : policy.Name;
}
