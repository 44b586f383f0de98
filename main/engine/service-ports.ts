import { isIPv4 } from 'node:net';
import { z } from 'zod';
import { portProtocols, type ServicePort } from '../contract/ports.ts';
import { askEngine, askEngineHeader } from './http.ts';

/** Ports that are taken notice of at most: as many as the guest has doors for the host. */
const mostPorts = 512;

/** What the services of a swarm publish. */
export interface PublishedServices {
  /** Those of the ingress network, which each node publishes; in host mode a port is its container's. */
  readonly ports: readonly ServicePort[];
  /** Where in the guest they are answered: what the ingress network has in the bridge of the node; undefined while there is none. */
  readonly ingress: string | undefined;
}

const services = z.array(
  z.object({
    ID: z.string(),
    Spec: z.object({ Name: z.string() }),
    Endpoint: z
      .object({
        Ports: z
          .array(
            z.object({
              Protocol: z.string().default('tcp'),
              TargetPort: z.number().default(0),
              PublishedPort: z.number().default(0),
              PublishMode: z.string().default('ingress'),
            }),
          )
          .nullish(),
      })
      .nullish(),
  }),
);

const bridge = z.object({
  Containers: z.record(z.string(), z.object({ IPv4Address: z.string().nullish() })).nullish(),
});

/**
 * Asks the engine. One that manages no swarm knows of no services, and has none for whoever asks. Rejects when it does not answer,
 * and when its swarm is only on its way up.
 */
export async function readPublishedServices(
  socketPath: string,
  signal: AbortSignal,
): Promise<PublishedServices> {
  const get = (path: string) => ({ method: 'GET', path }) as const;
  // Said with each ping, and cheaper than all else that tells of it.
  const role = await askEngineHeader(socketPath, get('/_ping'), 'Swarm', signal);
  if (role === 'pending') throw new Error('the swarm is on its way up');
  if (role !== 'active/manager') return { ports: [], ingress: undefined };
  const ports = services
    .parse(JSON.parse(await askEngine(socketPath, get('/services'), signal)))
    .flatMap(readPorts)
    .slice(0, mostPorts);
  if (ports.length === 0) return { ports, ingress: undefined };
  const answer = await askEngine(socketPath, get('/networks/docker_gwbridge'), signal);
  const { Containers } = bridge.parse(JSON.parse(answer));
  const [ingress = ''] = Containers?.['ingress-sbox']?.IPv4Address?.split('/') ?? [];
  return { ports, ingress: isIPv4(ingress) ? ingress : undefined };
}

function readPorts({ ID, Spec, Endpoint }: z.output<typeof services>[number]): readonly ServicePort[] {
  return (Endpoint?.Ports ?? []).flatMap((port): readonly ServicePort[] => {
    const protocol = portProtocols.find((one) => one === port.Protocol);
    const isOurs = port.PublishMode === 'ingress' && isPort(port.PublishedPort) && isPort(port.TargetPort);
    if (protocol === undefined || !isOurs) return [];
    return [
      {
        ...{ protocol, port: port.PublishedPort, containerPort: port.TargetPort },
        service: { id: ID, name: Spec.Name },
      },
    ];
  });
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 65_535;
}
