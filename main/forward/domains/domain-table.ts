import type { ContainerPlace, Domain, DomainContainer } from '../../contract/domains.ts';
import type { Failure } from '../../contract/errors.ts';
import { choosePort } from './choose-port.ts';
import { labelProblemOf, nameSources, namesOf, type OwnName } from './domain-names.ts';

/** Where a name leads. */
export interface DomainRoute extends Domain {
  /** The engine's word for the container's state. */
  readonly state: string;
  readonly place: ContainerPlace;
  /** The container's port speaks TLS. */
  readonly isSecure: boolean;
}

/** Every name that there is, sorted, with the container that has it. */
export function domainTable(containers: readonly DomainContainer[]): ReadonlyMap<string, DomainRoute> {
  const claims = new Map<string, Claim[]>();
  for (const container of containers) {
    for (const own of namesOf(container)) {
      const others = claims.get(own.name);
      if (others === undefined) claims.set(own.name, [{ own, container }]);
      else others.push({ own, container });
    }
  }
  const routes = [...claims.values()].flatMap((all) => {
    const [first] = all.toSorted(byRight);
    return first === undefined ? [] : [routeOf(first)];
  });
  return new Map(routes.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((route) => [route.name, route]));
}

interface Claim {
  readonly own: OwnName;
  readonly container: DomainContainer;
}

/** Of several that claim a name: one that runs, then by where they have it from, then Compose's first, then the newest. */
function byRight(a: Claim, b: Claim): number {
  return (
    Number(b.container.state === 'running') - Number(a.container.state === 'running') ||
    nameSources.indexOf(a.own.source) - nameSources.indexOf(b.own.source) ||
    (a.container.service?.number ?? 0) - (b.container.service?.number ?? 0) ||
    b.container.createdAt - a.container.createdAt ||
    (a.container.id < b.container.id ? -1 : 1)
  );
}

function routeOf({ own, container }: Claim): DomainRoute {
  const { id, name, state, place } = container;
  const isRunning = state === 'running';
  const choice = choosePort(container);
  const problem = !isRunning ? null : (unreached(container) ?? choice.problem);
  return {
    name: own.name,
    container: { id, name },
    ...{ isRunning, state, place, problem },
    labelProblem: labelProblemOf(container),
    port: problem === null ? choice.port : null,
    isSecure: choice.problem === null && choice.isSecure,
  };
}

function unreached({ name, place }: DomainContainer): Failure | null {
  if (place.kind !== 'nowhere') return null;
  const networks = place.networks.filter((one) => one !== 'none');
  return {
    code: 'port-unavailable',
    message:
      networks.length === 0
        ? `The container ${name} has no network.`
        : `The container ${name} is in no network that the VM reaches: ${networks.join(', ')}.`,
    hint: `Connect it to a bridge network: \`slipway docker network connect bridge ${name}\`.`,
  };
}
