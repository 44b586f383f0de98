import type { Container } from '../../main/contract/engine/containers.ts';
import { isLoopback, type PublishedPort } from '../../main/contract/ports.ts';

/** A port that another program has. */
const taken = 9090;

/** What is published of containers: all is well but for one port. */
export function portsOf(containers: readonly Container[]): readonly PublishedPort[] {
  return containers.flatMap(({ id, name, ports }) =>
    ports.flatMap(({ containerPort, protocol, published }): readonly PublishedPort[] =>
      published === null || protocol === 'sctp'
        ? []
        : [
            {
              ...{ protocol, ...published, containerPort, container: { id, name } },
              isReachableFromLan: !isLoopback(published.address),
              connections: published.port === 8080 ? 12 : published.port === 5432 ? 4 : 0,
              ...(published.port === taken ? inTheWay : { problem: null, holder: null }),
            },
          ],
    ),
  );
}

const inTheWay: Pick<PublishedPort, 'problem' | 'holder'> = {
  holder: { pid: 2841, name: 'prometheus' },
  problem: {
    code: 'port-unavailable',
    message: `Port 127.0.0.1:${taken} of this computer is taken by process 2841 (prometheus).`,
    hint: 'End it (`kill 2841`), or publish another port.',
  },
};
