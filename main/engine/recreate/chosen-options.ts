import {
  type ContainerOptions,
  containerOptions,
  type NetworkOption,
  type PortOption,
} from '../../contract/engine/container-options.ts';
import { type ChosenOptions, replacesLabel } from '../../contract/engine/recreate.ts';
import { SlipwayError } from '../../contract/errors.ts';
import { plainName } from '../plain-name.ts';
import { chosenMounts } from './chosen-mounts.ts';
import { type ImageConfig, type Inspected, isSame, without } from './inspected.ts';
import { keptNames } from './kept-names.ts';

/** What was chosen for a container, by comparing it with its image. */
export function chosenOptions(container: Inspected, image: ImageConfig): ChosenOptions {
  const { Config, State } = container;
  return {
    options: optionsOf(container, image),
    isRunning: State.Running,
    project: Config.Labels?.['com.docker.compose.project'] || null,
    kept: keptNames(container, image),
  };
}

function optionsOf(container: Inspected, image: ImageConfig): ContainerOptions {
  const { Config, HostConfig } = container;
  const differs = <Value extends string>(value: Value | undefined, given: unknown) =>
    isSame(value, given) ? '' : (value ?? '');
  const restart = HostConfig.RestartPolicy;
  const parsed = containerOptions.safeParse({
    image: Config.Image,
    name: plainName(container.Name),
    ...program(container, image),
    environment: environmentOf(Config.Env, image.Env),
    ports: portsOf(HostConfig.PortBindings),
    mounts: chosenMounts(container, image).map(({ option }) => option),
    networks: networksOf(container),
    // By itself it is called by its short id.
    hostname: container.Id.startsWith(Config.Hostname) ? '' : Config.Hostname,
    extraHosts: ((HostConfig.ExtraHosts ?? []) as readonly string[]).map(readHost),
    restart: { policy: restart?.Name || 'no', retries: restart?.MaximumRetryCount ?? 0 },
    memoryBytes: HostConfig.Memory || null,
    cpus: cpusOf(HostConfig),
    processes: (HostConfig.PidsLimit ?? 0) > 0 ? HostConfig.PidsLimit : null,
    user: differs(Config.User, image.User),
    workingFolder: differs(Config.WorkingDir, image.WorkingDir),
    labels: Object.entries(without(Config.Labels, image.Labels))
      .filter(([name]) => !name.startsWith(replacesLabel))
      .map(([name, value]) => ({ name, value })),
    capAdd: HostConfig.CapAdd ?? [],
    capDrop: HostConfig.CapDrop ?? [],
    tty: Config.Tty,
    interactive: Config.OpenStdin,
    privileged: HostConfig.Privileged ?? false,
    readOnly: HostConfig.ReadonlyRootfs ?? false,
    init: HostConfig.Init ?? false,
    removeWhenDone: HostConfig.AutoRemove ?? false,
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SlipwayError({
    code: 'invalid-argument',
    message: `The form has no room for what ${plainName(container.Name)} was made with: ${issue?.path.join('.')}.`,
    hint: 'Make it anew with what it was made with before, such as Compose or a script.',
  });
}

/** The form has one word for the program: its arguments go before the command's, which is the same when it runs. */
function program(
  { Config }: Inspected,
  image: ImageConfig,
): Pick<ContainerOptions, 'entrypoint' | 'command'> {
  const own = [Config.Entrypoint ?? []].flat();
  if (isSame(own, [image.Entrypoint ?? []].flat()))
    return { entrypoint: null, command: isSame(Config.Cmd, image.Cmd) ? [] : (Config.Cmd ?? []) };
  const [first = '', ...more] = own;
  return { entrypoint: first, command: [...more, ...(Config.Cmd ?? [])] };
}

function environmentOf(
  own: readonly string[] | null | undefined,
  given: readonly string[] | null | undefined,
): ContainerOptions['environment'] {
  const fromImage = new Set(given ?? []);
  return (own ?? []).flatMap((line) => {
    const at = line.indexOf('=');
    return fromImage.has(line) || at < 1 ? [] : [{ name: line.slice(0, at), value: line.slice(at + 1) }];
  });
}

function portsOf(bindings: unknown): readonly PortOption[] {
  const all = (bindings ?? {}) as Readonly<
    Record<string, readonly { readonly HostIp?: string; readonly HostPort?: string }[] | null>
  >;
  return Object.entries(all).flatMap(([key, places]) => {
    const [container = '', protocol = 'tcp'] = key.split('/');
    return (places ?? []).map(({ HostIp = '', HostPort = '' }) => ({
      address: HostIp,
      host: HostPort,
      container,
      protocol: protocol as PortOption['protocol'],
    }));
  });
}

/** The networks that it was put into; none for the engine's own bridge. */
function networksOf({ Id, HostConfig, NetworkSettings }: Inspected): readonly NetworkOption[] {
  const mode = HostConfig.NetworkMode ?? 'default';
  if (/^(host|none|container:.*)$/.test(mode)) return [{ name: mode, aliases: [], ipv4: '', ipv6: '' }];
  const joined = Object.entries(NetworkSettings.Networks ?? {}).map(([name, endpoint]) => {
    const addresses = endpoint.IPAMConfig as
      | { IPv4Address?: string; IPv6Address?: string }
      | null
      | undefined;
    const aliases = (endpoint.Aliases ?? []) as readonly string[];
    return {
      name,
      aliases: aliases.filter((alias) => !Id.startsWith(alias)),
      ipv4: addresses?.IPv4Address ?? '',
      ipv6: addresses?.IPv6Address ?? '',
    };
  });
  const isDefault = joined.length <= 1 && (mode === 'default' || mode === 'bridge');
  return isDefault ? [] : joined.toSorted((a, b) => Number(b.name === mode) - Number(a.name === mode));
}

function readHost(line: string): { readonly name: string; readonly address: string } {
  const at = line.indexOf(':');
  return { name: line.slice(0, at), address: line.slice(at + 1) };
}

function cpusOf({ NanoCpus, CpuQuota, CpuPeriod }: Inspected['HostConfig']): number | null {
  if (NanoCpus) return NanoCpus / 1e9;
  return CpuQuota && CpuQuota > 0 ? CpuQuota / (CpuPeriod || 100_000) : null;
}
