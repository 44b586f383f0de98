import type { ContainerCreateOptions, EndpointsConfig, HostConfig } from 'dockerode';
import type { ContainerOptions } from '../../contract/engine/container-options.ts';
import { replacesLabel } from '../../contract/engine/recreate.ts';
import { createOptions, mountOptions } from '../create-options.ts';
import { plainName } from '../plain-name.ts';
import { chosenMounts, type RawMount, type RawMounts } from './chosen-mounts.ts';
import { type ImageConfig, type Inspected, isAnonymous, isSame, without } from './inspected.ts';

/** Says what the container was doing that a new one takes the place of: `running` or `stopped`. */
export const replacedStateLabel = `${replacesLabel}-state`;

type Body = Record<string, unknown> & { HostConfig: HostConfig };

/** What each option of the form is to the engine: keys of the body, and of its `HostConfig`. */
const keysOf: Readonly<
  Record<
    Exclude<keyof ContainerOptions, 'name' | 'mounts' | 'networks'>,
    readonly [string[], (keyof HostConfig)[]]
  >
> = {
  image: [['Image'], []],
  entrypoint: [['Entrypoint', 'Cmd'], []],
  command: [['Entrypoint', 'Cmd'], []],
  // Two whose rest the form does not show: see below.
  environment: [[], []],
  ports: [[], ['PortBindings']],
  hostname: [['Hostname'], []],
  extraHosts: [[], ['ExtraHosts']],
  restart: [[], ['RestartPolicy']],
  memoryBytes: [[], ['Memory', 'MemorySwap']],
  cpus: [[], ['NanoCpus', 'CpuQuota', 'CpuPeriod']],
  processes: [[], ['PidsLimit']],
  user: [['User'], []],
  workingFolder: [['WorkingDir'], []],
  labels: [['Labels'], []],
  capAdd: [[], ['CapAdd']],
  capDrop: [[], ['CapDrop']],
  tty: [['Tty'], []],
  interactive: [['OpenStdin', 'StdinOnce'], []],
  privileged: [[], ['Privileged', 'MaskedPaths', 'ReadonlyPaths', 'SecurityOpt']],
  readOnly: [[], ['ReadonlyRootfs']],
  init: [[], ['Init']],
  removeWhenDone: [[], ['AutoRemove']],
};

/**
 * The body of the call that makes a container which is as the old one but for what has changed in the options. What the image
 * gives is left to the image; volumes without a name are taken over.
 */
export function recreateBody(
  container: Inspected,
  image: ImageConfig,
  before: ContainerOptions,
  after: ContainerOptions,
): ContainerCreateOptions {
  const body = ownBody(container, image);
  const next = createOptions(after) as unknown as Body;
  for (const [option, [keys, hostKeys]] of Object.entries(keysOf)) {
    const key = option as keyof ContainerOptions;
    if (isSame(before[key], after[key])) continue;
    for (const name of keys) replace(body, next, name);
    for (const name of hostKeys) replace(body.HostConfig as never, next.HostConfig as never, name);
  }
  if (!isSame(before.environment, after.environment)) {
    const { Env = [] } = next as { Env?: readonly string[] };
    const names = new Set(Env.map(nameIn));
    // What was taken away of the image's stays away.
    const away = (body.Env as readonly string[]).filter((line) => !line.includes('=') && !names.has(line));
    body.Env = [...Env, ...away];
  }
  if (!isSame(before.ports, after.ports)) {
    const published = Object.keys(container.HostConfig.PortBindings ?? {});
    const own = Object.entries(body.ExposedPorts as object).filter(([port]) => !published.includes(port));
    body.ExposedPorts = { ...Object.fromEntries(own), ...(next.ExposedPorts as object) };
  }
  if (!isSame(before.networks, after.networks)) {
    body.HostConfig.NetworkMode = next.HostConfig.NetworkMode ?? 'default';
    replace(body, next, 'NetworkingConfig');
  }
  putMounts(body, container, image, after);
  body.Labels = {
    ...(body.Labels as Record<string, string>),
    [replacesLabel]: container.Id,
    [replacedStateLabel]: container.State.Running ? 'running' : 'stopped',
  };
  return body as ContainerCreateOptions;
}

/** What the container has of its own, in the form in which the engine takes it back. */
function ownBody(container: Inspected, image: ImageConfig): Body {
  const { Config, HostConfig } = container;
  const { AttachStdin: _, AttachStdout: __, AttachStderr: ___, ...config } = Config as typeof Config & Body;
  const body: Body = { ...config, StdinOnce: false, HostConfig: ownHostConfig(HostConfig) };
  // What is as in the image is left to the image, which may become another one.
  const fromImage = ['Cmd', 'User', 'WorkingDir', 'StopSignal', 'Healthcheck', 'Shell'] as const;
  for (const key of fromImage) if (isSame(body[key], image[key])) delete body[key];
  if (isSame([Config.Entrypoint ?? []].flat(), [image.Entrypoint ?? []].flat())) delete body.Entrypoint;
  else body.Cmd = Config.Cmd;
  if (container.Id.startsWith(Config.Hostname)) delete body.Hostname;
  delete body.OnBuild;
  body.Env = ownVariables(Config.Env ?? [], image.Env ?? []);
  body.ExposedPorts = without(Config.ExposedPorts, image.ExposedPorts);
  body.Labels = Object.fromEntries(
    Object.entries(without(Config.Labels, image.Labels)).filter(([name]) => !name.startsWith(replacesLabel)),
  );
  const endpoints = ownEndpoints(container);
  if (endpoints !== undefined) body.NetworkingConfig = { EndpointsConfig: endpoints };
  return body;
}

function ownHostConfig(host: HostConfig): HostConfig {
  const { ContainerIDFile: _, ConsoleSize: __, ...own } = host;
  const links = (host.Links ?? []) as readonly string[];
  // Told as `/db:/web/alias`, taken as `db:alias`.
  const taken = links.map((link) => plainName(link).replace(/:.*\//, ':'));
  return { ...own, ...(links.length === 0 ? {} : { Links: taken }) };
}

/** Its own variables; those of the image that it does not have are named alone, which takes them away again. */
function ownVariables(own: readonly string[], given: readonly string[]): readonly string[] {
  const names = new Set(own.map(nameIn));
  const fromImage = new Set(given);
  return [
    ...own.filter((line) => !fromImage.has(line)),
    ...given.map(nameIn).filter((name) => !names.has(name)),
  ];
}

function nameIn(variable: string): string {
  return variable.split('=')[0] ?? '';
}

/** Its networks with the names and addresses that were chosen for it; undefined where there is nothing to choose. */
function ownEndpoints({ Id, HostConfig, NetworkSettings }: Inspected): EndpointsConfig | undefined {
  const mode = HostConfig.NetworkMode ?? 'default';
  const all = Object.entries(NetworkSettings.Networks ?? {});
  if (/^(host|none|container:.*)$/.test(mode)) return undefined;
  if (all.length <= 1 && (mode === 'default' || mode === 'bridge')) return undefined;
  return Object.fromEntries(
    all.map(([name, endpoint]) => {
      const { IPAMConfig, Links, Aliases, DriverOpts } = endpoint as typeof endpoint & {
        DriverOpts?: unknown;
      };
      const aliases = ((Aliases ?? []) as readonly string[]).filter((alias) => !Id.startsWith(alias));
      return [name, { IPAMConfig, Links, DriverOpts, ...(name === 'bridge' ? {} : { Aliases: aliases }) }];
    }),
  ) as unknown as EndpointsConfig;
}

/** Mounts that are as before stay as the engine had them, with all that the form does not show. */
function putMounts(body: Body, container: Inspected, image: ImageConfig, after: ContainerOptions): void {
  const before = chosenMounts(container, image);
  const parts = after.mounts.map(
    (mount) =>
      before.find(({ option }) => isSame(option, mount))?.raw ??
      (mountOptions([mount]) as Partial<RawMounts>),
  );
  const binds = parts.flatMap(({ Binds = [] }) => Binds);
  const tmpfs = Object.assign({}, ...parts.map(({ Tmpfs = {} }) => Tmpfs)) as Record<string, string>;
  const volumes = Object.assign({}, ...parts.map(({ Volumes = {} }) => Volumes)) as Record<string, object>;
  const mounts = parts.flatMap(({ Mounts = [] }) => Mounts);
  const taken = new Set([...after.mounts.filter(({ source }) => source !== '').map(({ target }) => target)]);
  for (const target of [...Object.keys(tmpfs), ...mounts.map(({ Target }) => Target)]) taken.add(target);
  for (const { Type, Name, Destination, RW } of container.Mounts) {
    const isWanted = Destination in volumes || Destination in (image.Volumes ?? {});
    if (Type !== 'volume' || !isAnonymous(Name) || !isWanted || taken.has(Destination)) continue;
    delete volumes[Destination];
    mounts.push({ Type, Source: Name, Target: Destination, ReadOnly: !RW } as RawMount);
  }
  body.HostConfig.Binds = [...binds];
  body.HostConfig.Tmpfs = tmpfs;
  body.HostConfig.Mounts = mounts as never;
  body.Volumes = volumes;
}

function replace(body: Record<string, unknown>, next: Record<string, unknown>, key: string): void {
  if (next[key] === undefined) delete body[key];
  else body[key] = next[key];
}
