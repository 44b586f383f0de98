import type Docker from 'dockerode';
import type { ContainerInfo } from 'dockerode';
import type {
  Container,
  ContainerHealthState,
  ContainerPort,
  ContainerState,
} from '../contract/engine/containers.ts';
import { replacesLabel } from '../contract/engine/recreate.ts';
import { attempt, engineError } from './connection.ts';
import { withEngineDeadline } from './deadlines.ts';
import { debugLabel } from './debug-label.ts';
import { isHelper } from './files/helper-labels.ts';
import { nameInList } from './plain-name.ts';
import { namingPublisher } from './port-taken.ts';

const states: readonly string[] = [
  'created',
  'running',
  'paused',
  'restarting',
  'removing',
  'exited',
  'dead',
] satisfies readonly ContainerState[];

/** The engine's word for a state, if it is one that we know. */
export function containerState(word: string): ContainerState {
  return states.includes(word) ? (word as ContainerState) : 'unknown';
}

/** Every container, running or not, the newest first; but for those that Slipway made for itself. */
export function listContainers(engine: Docker, signal: AbortSignal): Promise<readonly Container[]> {
  return attempt('list the containers', () =>
    withEngineDeadline('read', 'list the containers', signal, async (abortSignal) =>
      (await engine.listContainers({ all: true, abortSignal }))
        .filter(({ Labels }) => !isHelper(Labels))
        .map(describeContainer),
    ),
  );
}

/** The engine's description of a container, in the contract's form. */
export function describeContainer(info: ContainerInfo): Container {
  return {
    id: info.Id,
    name: nameInList(info.Names, info.Id),
    image: info.Image,
    imageId: info.ImageID,
    command: info.Command,
    state: containerState(info.State),
    status: info.Status,
    health: healthIn(info.Status),
    createdAt: info.Created * 1000,
    ports: (info.Ports ?? []).map(describePort),
    project: info.Labels?.['com.docker.compose.project'] || null,
    service: info.Labels?.['com.docker.compose.service'] || null,
    replaces: info.Labels?.[replacesLabel] || null,
    debugOf: info.Labels?.[debugLabel] || null,
    volumes: (info.Mounts ?? []).flatMap(({ Type, Name, Destination, RW }) =>
      Type === 'volume' && Name ? [{ name: Name, target: Destination, readOnly: !RW }] : [],
    ),
    networks: Object.entries(info.NetworkSettings?.Networks ?? {}).map(([name, network]) => ({
      name,
      id: network?.NetworkID ?? '',
      ipv4: network?.IPAddress ?? '',
      ipv6: network?.GlobalIPv6Address ?? '',
      mac: network?.MacAddress ?? '',
    })),
  };
}

/** The list says it in the sentence alone: `Up 3 hours (unhealthy)`, `Up 2 seconds (health: starting)`. */
function healthIn(status: string): ContainerHealthState | null {
  const word = /\((?:health: )?(starting|healthy|unhealthy)\)$/.exec(status)?.[1];
  return (word as ContainerHealthState | undefined) ?? null;
}

function describePort(port: ContainerInfo['Ports'][number]): ContainerPort {
  return {
    containerPort: port.PrivatePort,
    protocol: port.Type === 'udp' || port.Type === 'sctp' ? port.Type : 'tcp',
    published: port.PublicPort ? { address: port.IP ?? '', port: port.PublicPort } : null,
  };
}

/** Starts, stops or restarts a container; nothing happens when it is there already. */
export function changeContainer(
  engine: Docker,
  verb: 'start' | 'stop' | 'restart',
  id: string,
  signal: AbortSignal,
): Promise<void> {
  const doing = `${verb} the container ${shortName(id)}`;
  return attempt(doing, () =>
    withEngineDeadline('change', doing, signal, async (abortSignal) => {
      try {
        const container = engine.getContainer(id);
        if (verb === 'start') await container.start({ abortSignal });
        else if (verb === 'stop') await container.stop({ abortSignal });
        else await container.restart({ abortSignal });
      } catch (error) {
        // 304: it was running, or stopped, before.
        if ((error as { statusCode?: number }).statusCode === 304) return;
        throw await namingPublisher(engine, id, engineError({ doing }, error), abortSignal);
      }
    }),
  );
}

/** Removes a container and its anonymous volumes. */
export function removeContainer(
  engine: Docker,
  id: string,
  force: boolean,
  signal: AbortSignal,
): Promise<void> {
  const doing = `remove the container ${shortName(id)}`;
  return attempt(doing, () =>
    withEngineDeadline('change', doing, signal, async (abortSignal) => {
      const options = { force, v: true, abortSignal };
      await engine.getContainer(id).remove(options);
    }),
  );
}

/** An id is cut to the twelve characters that people know; a name stays. */
export function shortName(id: string): string {
  return /^[0-9a-f]{64}$/.test(id) ? id.slice(0, 12) : id;
}
