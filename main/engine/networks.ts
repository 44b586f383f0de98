import type Docker from 'dockerode';
import type { NetworkCreateOptions, NetworkInspectInfo } from 'dockerode';
import type { z } from 'zod';
import type { Network, networkParameters, networkRequests } from '../contract/engine/networks.ts';
import { SlipwayError } from '../contract/errors.ts';
import { attempt } from './connection.ts';
import { withEngineDeadline } from './deadlines.ts';

/** Networks that the engine makes by itself, one of each on every engine. */
const predefined: readonly string[] = ['bridge', 'host', 'none'];

/** What newer engines say beyond what the types know. */
type NetworkDescription = NetworkInspectInfo & { readonly EnableIPv4?: boolean };

/** Every network, in the engine's order. */
export function listNetworks(engine: Docker, signal: AbortSignal): Promise<readonly Network[]> {
  return attempt('list the networks', () =>
    withEngineDeadline('read', 'list the networks', signal, async (abortSignal) =>
      (await engine.listNetworks({ abortSignal })).map(describeNetwork),
    ),
  );
}

/** The engine's description of a network, in the contract's form. */
export function describeNetwork(info: NetworkDescription): Network {
  const labels = info.Labels ?? {};
  const isLocal = info.Scope === 'local';
  return {
    id: info.Id,
    name: info.Name,
    driver: info.Driver,
    scope: info.Scope,
    createdAt: Math.max(0, Date.parse(info.Created) || 0),
    ranges: (info.IPAM?.Config ?? []).map((range) => ({
      subnet: range.Subnet ?? '',
      gateway: range.Gateway ?? '',
      range: range.IPRange ?? '',
    })),
    ipv4: info.EnableIPv4 ?? true,
    ipv6: info.EnableIPv6,
    internal: info.Internal,
    attachable: info.Attachable,
    ingress: info.Ingress,
    configOnly: info.ConfigOnly,
    isBuiltIn: (isLocal && predefined.includes(info.Name)) || info.Ingress,
    project: labels['com.docker.compose.project'] || null,
    labels,
    options: info.Options ?? {},
  };
}

/** Makes a network. A name that is taken is refused: the engine would make a second one of it. */
export function createNetwork(
  engine: Docker,
  parameters: z.output<typeof networkParameters>,
  signal: AbortSignal,
): Promise<{ readonly id: string }> {
  const doing = `create the network ${parameters.name}`;
  return attempt(doing, () =>
    withEngineDeadline('change', doing, signal, async (abortSignal) => {
      const taken = (await engine.listNetworks({ abortSignal })).some(({ Name }) => Name === parameters.name);
      if (taken) {
        throw new SlipwayError({
          code: 'invalid-argument',
          message: `Could not ${doing}: there is a network of that name.`,
          hint: 'Choose another name, or remove that network first.',
        });
      }
      const { id } = await engine.createNetwork({ ...networkOptions(parameters), abortSignal });
      return { id };
    }),
  );
}

/** What the engine's create call wants to hear. */
export function networkOptions(parameters: z.output<typeof networkParameters>): NetworkCreateOptions {
  const { name, driver, ranges, internal, attachable, ipv6, options, labels } = parameters;
  return {
    Name: name,
    Driver: driver,
    Internal: internal,
    Attachable: attachable,
    EnableIPv6: ipv6,
    Options: options,
    Labels: labels,
    ...(ranges.length === 0
      ? {}
      : {
          IPAM: {
            Driver: 'default',
            Config: ranges.map(({ subnet, gateway, range }) => ({
              Subnet: subnet,
              ...(gateway === '' ? {} : { Gateway: gateway }),
              ...(range === '' ? {} : { IPRange: range }),
            })),
          },
        }),
  };
}

/** Removes a network. Refused while a running container is in it. */
export function removeNetwork(engine: Docker, id: string, signal: AbortSignal): Promise<void> {
  const doing = `remove the network ${shortNetworkName(id)}`;
  return attempt(doing, () =>
    withEngineDeadline('change', doing, signal, async (abortSignal) => {
      const options = { abortSignal };
      await engine.getNetwork(id).remove(options);
    }),
  );
}

type Connection = z.output<(typeof networkRequests)['networks.connect']['parameters']>;

/** Puts a container into a network, running or not. */
export function connectContainer(engine: Docker, connection: Connection, signal: AbortSignal): Promise<void> {
  const { id, container, ipv4, ipv6, aliases } = connection;
  const doing = `connect the container ${shortNetworkName(container)} to the network ${shortNetworkName(id)}`;
  return attempt(doing, () =>
    withEngineDeadline('change', doing, signal, async (abortSignal) => {
      const addresses = {
        ...(ipv4 === '' ? {} : { IPv4Address: ipv4 }),
        ...(ipv6 === '' ? {} : { IPv6Address: ipv6 }),
      };
      const options = {
        Container: container,
        EndpointConfig: {
          ...(Object.keys(addresses).length === 0 ? {} : { IPAMConfig: addresses }),
          ...(aliases.length === 0 ? {} : { Aliases: [...aliases] }),
        },
        abortSignal,
      };
      await engine.getNetwork(id).connect(options);
    }),
  );
}

type Disconnection = z.output<(typeof networkRequests)['networks.disconnect']['parameters']>;

/** Takes a container out of a network. `force` also one that is gone. */
export function disconnectContainer(
  engine: Docker,
  { id, container, force }: Disconnection,
  signal: AbortSignal,
): Promise<void> {
  const doing = `disconnect the container ${shortNetworkName(container)} from the network ${shortNetworkName(id)}`;
  return attempt(doing, () =>
    withEngineDeadline('change', doing, signal, async (abortSignal) => {
      const options = { Container: container, Force: force, abortSignal };
      await engine.getNetwork(id).disconnect(options);
    }),
  );
}

/** An id is cut to the twelve characters that people know; a name stays. */
function shortNetworkName(id: string): string {
  return /^[0-9a-f]{64}$/.test(id) ? id.slice(0, 12) : id;
}
