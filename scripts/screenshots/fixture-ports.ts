import type { Container } from '../../main/contract/engine/containers.ts';
import { isLoopback, type PublishedPort } from '../../main/contract/ports.ts';

/** A port that another program has. */
const taken = 9090;

/** What is published of containers, and by a service: all is well but for one port. */
export function portsOf(containers: readonly Container[]): readonly PublishedPort[] {
  return containers.length === 0 ? [] : [...containers.flatMap(ofContainer), ofService];
}

function ofContainer({ id, name, ports }: Container): readonly PublishedPort[] {
  return ports.flatMap(({ containerPort, protocol, published }): readonly PublishedPort[] =>
    published === null || protocol === 'sctp'
      ? []
      : [
          {
            ...{ protocol, ...published, containerPort, container: { id, name }, service: null },
            isReachableFromLan: !isLoopback(published.address),
            connections: published.port === 8080 ? 12 : published.port === 5432 ? 4 : 0,
            ...(published.port === taken ? inTheWay : { problem: null, holder: null }),
          },
        ],
  );
}

const ofService: PublishedPort = {
  ...{ protocol: 'tcp', address: '127.0.0.1', port: 8500, containerPort: 80 },
  ...{ container: null, service: { id: 'k2v9', name: 'search_web' } },
  ...{ isReachableFromLan: false, connections: 0, problem: null, holder: null },
};

const inTheWay: Pick<PublishedPort, 'problem' | 'holder'> = {
  holder: { pid: 2841, name: 'prometheus' },
  problem: {
    code: 'port-unavailable',
    message: `Port 127.0.0.1:${taken} of this computer is taken by process 2841 (prometheus).`,
    hint: 'End it (`kill 2841`), or publish another port.',
  },
};
