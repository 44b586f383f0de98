import { z } from 'zod';
import {
  type ContainerPlace,
  type DomainContainer,
  domainLabel,
  domainPortLabel,
} from '../contract/domains.ts';
import { SlipwayError } from '../contract/errors.ts';
import { isHelper } from './files/helper-labels.ts';
import { askEngine } from './http.ts';

const listSchema = z.array(
  z.object({
    Id: z.string(),
    Names: z.array(z.string()),
    Created: z.number(),
    State: z.string(),
    Labels: z.record(z.string(), z.string()).nullish(),
    Ports: z.array(z.object({ PrivatePort: z.number(), Type: z.string() })).nullish(),
    HostConfig: z.object({ NetworkMode: z.string().nullish() }).nullish(),
    NetworkSettings: z
      .object({
        Networks: z
          .record(
            z.string(),
            z.object({
              NetworkID: z.string().nullish(),
              IPAddress: z.string().nullish(),
              GlobalIPv6Address: z.string().nullish(),
            }),
          )
          .nullish(),
      })
      .nullish(),
  }),
);

type Listed = z.output<typeof listSchema>[number];

const networksSchema = z.array(z.object({ Id: z.string(), Driver: z.string() }));

const inspectSchema = z.object({
  Config: z.object({ ExposedPorts: z.record(z.string(), z.unknown()).nullish() }),
});

/** Asks an engine, and remembers of its answers what never changes. */
export interface DomainContainerReader {
  /** Every container but Slipway's own helpers, running or not. Rejects when the engine does not answer. */
  read(signal: AbortSignal): Promise<readonly DomainContainer[]>;
}

/** Asks the engine at that socket. */
export function readDomainContainers(socketPath: string): DomainContainerReader {
  /** By their ids; a network keeps its driver. */
  let drivers = new Map<string, string>();
  /** Of some containers the list does not say it; one keeps what it was made with. By their ids. */
  let exposed = new Map<string, readonly number[]>();

  const ask = async <T>(path: string, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> => {
    const answer = await askEngine(socketPath, { method: 'GET', path }, signal);
    try {
      return schema.parse(JSON.parse(answer));
    } catch (error) {
      throw new SlipwayError(notUnderstood, { cause: error });
    }
  };

  const learnDrivers = async (containers: readonly Listed[], signal: AbortSignal) => {
    const ids = containers.flatMap((one) => networksOf(one).map(({ id }) => id));
    if (ids.every((id) => drivers.has(id))) return;
    const networks = await ask('/networks', networksSchema, signal);
    drivers = new Map(networks.map(({ Id, Driver }) => [Id, Driver]));
    // One that has gone in between is not asked for again.
    for (const id of ids) if (!drivers.has(id)) drivers.set(id, '');
  };

  const learnExposed = async (containers: readonly Listed[], signal: AbortSignal) => {
    const known = new Map<string, readonly number[]>();
    for (const { Id } of containers.filter(hasNoPorts)) {
      const path = `/containers/${encodeURIComponent(Id)}/json`;
      const ports =
        exposed.get(Id) ??
        (await ask(path, inspectSchema, signal)
          .then(exposedPorts)
          .catch(() => []));
      known.set(Id, ports);
    }
    exposed = known;
  };

  return {
    async read(signal) {
      const all = await ask('/containers/json?all=1', listSchema, signal);
      const alive = all.filter(isAlive);
      await learnDrivers(alive, signal);
      await learnExposed(alive, signal);
      const byId = new Map(all.map((one) => [one.Id, one]));
      return all
        .filter(({ Labels }) => !isHelper(Labels))
        .map((one) => describe(one, placeOf(one, byId, drivers), exposed.get(one.Id)));
    },
  };
}

/** Whether it has its networks now. */
function isAlive({ State }: Listed): boolean {
  return State === 'running' || State === 'paused';
}

/** The list has none of one with the guest's network, or another container's, nor of one in internal networks alone. */
function hasNoPorts({ Ports }: Listed): boolean {
  return (Ports ?? []).every(({ Type }) => Type !== 'tcp');
}

function networksOf({ NetworkSettings }: Listed) {
  return Object.entries(NetworkSettings?.Networks ?? {}).map(([name, network]) => ({
    name,
    id: network.NetworkID ?? '',
    // The guest reaches an address of IPv4 by its kernel, and one of IPv6 by a process for it.
    address: network.IPAddress || network.GlobalIPv6Address || '',
  }));
}

function placeOf(
  container: Listed,
  byId: ReadonlyMap<string, Listed>,
  drivers: ReadonlyMap<string, string>,
): ContainerPlace {
  const mode = container.HostConfig?.NetworkMode ?? '';
  const shared = byId.get(mode.replace(/^container:/, ''));
  // Whose network that is has one of its own: the engine refuses a chain of them.
  const owner = mode.startsWith('container:') && shared !== undefined ? shared : container;
  if (owner.HostConfig?.NetworkMode === 'host') return { kind: 'guest' };
  const networks = networksOf(owner);
  const reached = networks.filter(({ id, address }) => address !== '' && drivers.get(id) === 'bridge');
  const [first] = reached.toSorted(
    // Always the same one of several, and one of IPv4 where there is one.
    (a, b) => Number(a.address.includes(':')) - Number(b.address.includes(':')) || (a.name < b.name ? -1 : 1),
  );
  if (first !== undefined) return { kind: 'address', address: first.address };
  return { kind: 'nowhere', networks: networks.map(({ name }) => name) };
}

function describe(
  container: Listed,
  place: ContainerPlace,
  exposedToo: readonly number[] = [],
): DomainContainer {
  const { Id, Names, Created, Labels, Ports } = container;
  const listed = (Ports ?? []).filter(({ Type }) => Type === 'tcp').map(({ PrivatePort }) => PrivatePort);
  const project = Labels?.['com.docker.compose.project'];
  const service = Labels?.['com.docker.compose.service'];
  const isOneOff = Labels?.['com.docker.compose.oneoff'] === 'True';
  const number = Number(Labels?.['com.docker.compose.container-number'] ?? 1);
  return {
    id: Id,
    name: nameOf(Id, Names),
    createdAt: Created * 1_000,
    state: container.State,
    domainLabel: Labels?.[domainLabel],
    portLabel: Labels?.[domainPortLabel],
    service: project && service && !isOneOff ? { project, name: service, number } : null,
    place,
    ports: [...new Set([...listed, ...exposedToo])],
  };
}

/** By a link it has another container's name before its own, too. */
function nameOf(id: string, names: readonly string[]): string {
  return names.find((name) => name.lastIndexOf('/') === 0)?.slice(1) ?? id.slice(0, 12);
}

function exposedPorts({ Config }: z.output<typeof inspectSchema>): readonly number[] {
  return Object.keys(Config.ExposedPorts ?? {}).flatMap((key) => {
    const [, port] = /^(\d{1,5})(?:\/tcp)?$/.exec(key) ?? [];
    return port === undefined ? [] : [Number(port)];
  });
}

const notUnderstood = {
  code: 'engine-request-failed',
  message: 'Could not list the containers: the engine’s answer was not understood.',
  hint: 'The engine may be of another version than Slipway expects: see `slipway status`.',
} as const;
