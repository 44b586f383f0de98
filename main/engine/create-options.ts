import type { ContainerCreateOptions, EndpointsConfig, HostConfig } from 'dockerode';
import type { ContainerOptions, MountOption, NetworkOption } from '../contract/engine/container-options.ts';
import { SlipwayError } from '../contract/errors.ts';
import { portBindings } from './port-ranges.ts';

/** What the engine's create call wants to hear. Throws when ports do not fit together. */
export function createOptions(options: ContainerOptions): ContainerCreateOptions {
  const bindings = portBindings(options.ports);
  const { Volumes, ...mounts } = mountOptions(options.mounts);
  const networking = networkOptions(options.networks);
  return {
    Image: options.image,
    ...(options.name === '' ? {} : { name: options.name }),
    ...(options.entrypoint === null ? {} : { Entrypoint: [options.entrypoint] }),
    ...(options.command.length === 0 ? {} : { Cmd: [...options.command] }),
    ...(options.hostname === '' ? {} : { Hostname: options.hostname }),
    ...(options.user === '' ? {} : { User: options.user }),
    ...(options.workingFolder === '' ? {} : { WorkingDir: options.workingFolder }),
    Env: options.environment.map(({ name, value }) => `${name}=${value}`),
    Labels: Object.fromEntries(options.labels.map(({ name, value }) => [name, value])),
    Tty: options.tty,
    OpenStdin: options.interactive,
    ExposedPorts: Object.fromEntries(Object.keys(bindings).map((key) => [key, {}])),
    ...(Volumes === undefined ? {} : { Volumes }),
    HostConfig: {
      PortBindings: bindings,
      ...mounts,
      ...networking.host,
      ...limitOptions(options),
      ...switchOptions(options),
    },
    ...(networking.endpoints === undefined
      ? {}
      : { NetworkingConfig: { EndpointsConfig: networking.endpoints } }),
  };
}

/** What a container may use, and what becomes of it when it ends. */
function limitOptions(options: ContainerOptions): HostConfig {
  const { restart, memoryBytes, cpus, processes } = options;
  return {
    RestartPolicy: {
      Name: restart.policy,
      MaximumRetryCount: restart.policy === 'on-failure' ? restart.retries : 0,
    },
    ...(memoryBytes === null ? {} : { Memory: memoryBytes }),
    ...(cpus === null ? {} : { NanoCpus: Math.round(cpus * 1e9) }),
    ...(processes === null ? {} : { PidsLimit: processes }),
  };
}

/** What is on or off; what is off is left to the engine's own default. */
function switchOptions(options: ContainerOptions): HostConfig {
  return {
    AutoRemove: options.removeWhenDone,
    Privileged: options.privileged,
    ReadonlyRootfs: options.readOnly,
    ...(options.init ? { Init: true } : {}),
    ...(options.capAdd.length === 0 ? {} : { CapAdd: options.capAdd.map(capability) }),
    ...(options.capDrop.length === 0 ? {} : { CapDrop: options.capDrop.map(capability) }),
    ...(options.extraHosts.length === 0
      ? {}
      : { ExtraHosts: options.extraHosts.map(({ name, address }) => `${name}:${address}`) }),
  };
}

/** In the one form in which docker tells the engine: two containers that are alike are to look alike. */
function capability(name: string): string {
  const upper = name.toUpperCase();
  return upper === 'ALL' || upper.startsWith('CAP_') ? upper : `CAP_${upper}`;
}

/** The engine has four places for what is mounted; each mount goes to the one in which docker would put it. */
export function mountOptions(
  mounts: readonly MountOption[],
): Pick<HostConfig, 'Binds' | 'Tmpfs' | 'Mounts'> & Pick<ContainerCreateOptions, 'Volumes'> {
  const binds: string[] = [];
  const tmpfs: Record<string, string> = {};
  const volumes: Record<string, Record<string, never>> = {};
  const others: object[] = [];
  for (const mount of mounts) {
    const mode = [...(mount.readOnly ? ['ro'] : []), ...(mount.options === '' ? [] : [mount.options])];
    if (mount.kind === 'tmpfs') tmpfs[mount.target] = mode.join(',');
    else if (mount.source === '' && mode.length === 0) volumes[mount.target] = {};
    // A colon in a path would be taken for the end of it.
    else if (mount.source === '' || `${mount.source}${mount.target}`.includes(':'))
      others.push(mountObject(mount));
    else binds.push([mount.source, mount.target, ...(mode.length === 0 ? [] : [mode.join(',')])].join(':'));
  }
  return {
    Binds: binds,
    ...(Object.keys(tmpfs).length === 0 ? {} : { Tmpfs: tmpfs }),
    // dockerode's types have a single mount here, where the engine takes a list.
    ...(others.length === 0 ? {} : { Mounts: others as never }),
    ...(Object.keys(volumes).length === 0 ? {} : { Volumes: volumes }),
  };
}

function mountObject({ kind, source, target, readOnly, options }: MountOption): object {
  const modes = options.split(',').filter((mode) => mode !== '');
  const [unknown] = modes.filter((mode) => mode !== 'nocopy');
  if (unknown !== undefined) {
    throw new SlipwayError({
      code: 'invalid-argument',
      message: `The engine does not take the option ${unknown} for what is mounted at ${target}.`,
      hint: 'Leave the option out, or use a path without a colon.',
    });
  }
  return {
    Type: kind,
    Source: source,
    Target: target,
    ReadOnly: readOnly,
    // As with the short form: a folder that is missing is made.
    ...(kind === 'bind' ? { BindOptions: { CreateMountpoint: true } } : {}),
    ...(modes.includes('nocopy') ? { VolumeOptions: { NoCopy: true } } : {}),
  };
}

/** The first network is the container's own; all of them are joined as it is made. */
export function networkOptions(networks: readonly NetworkOption[]): {
  readonly host: Pick<HostConfig, 'NetworkMode'>;
  readonly endpoints: EndpointsConfig | undefined;
} {
  const [first] = networks;
  if (first === undefined) return { host: {}, endpoints: undefined };
  const isOwn = /^(host|none|container:.*)$/.test(first.name);
  return {
    host: { NetworkMode: first.name },
    endpoints: isOwn
      ? undefined
      : Object.fromEntries(networks.map((network) => [network.name, endpoint(network)])),
  };
}

function endpoint({ aliases, ipv4, ipv6 }: NetworkOption): EndpointsConfig[string] {
  const addresses = {
    ...(ipv4 === '' ? {} : { IPv4Address: ipv4 }),
    ...(ipv6 === '' ? {} : { IPv6Address: ipv6 }),
  };
  return {
    ...(aliases.length === 0 ? {} : { Aliases: [...aliases] }),
    ...(Object.keys(addresses).length === 0 ? {} : { IPAMConfig: addresses }),
  } as EndpointsConfig[string];
}
