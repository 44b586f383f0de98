import type { Failure } from './errors.ts';
import type { PortContainer, PortHolder } from './ports.ts';

/** What the name of every container ends with. Browsers and curl take it for this computer without asking anybody. */
export const domainSuffix = 'slipway.localhost';

/** Where names are answered when the port of the settings is not to be had. */
export const fallbackPorts = { http: 7080, https: 7443 } as const;

/** Label of a container: its names, comma-separated, or `off`. */
export const domainLabel = 'dev.slipway.domain';

/** Label of a container: which of its ports its names lead to. */
export const domainPortLabel = 'dev.slipway.domain.port';

/** Where in the guest a container is reached. */
export type ContainerPlace =
  | { readonly kind: 'address'; readonly address: string }
  /** On the guest's own network: by the guest's address. */
  | { readonly kind: 'guest' }
  /** `networks`: those that it has, none of which the guest reaches. */
  | { readonly kind: 'nowhere'; readonly networks: readonly string[] };

/** What a container's names are made of, and where they lead. Untrusted texts. */
export interface DomainContainer {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** The engine's word; only `running` has anything that answers. */
  readonly state: string;
  /** The labels' texts; undefined where there is none. */
  readonly domainLabel: string | undefined;
  readonly portLabel: string | undefined;
  /** The Compose service that it is one of: its project, service and number among those; null for every other. */
  readonly service: { readonly project: string; readonly name: string; readonly number: number } | null;
  readonly place: ContainerPlace;
  /** Its TCP ports that the image, or whoever made it, says are there; in no order, each once. */
  readonly ports: readonly number[];
}

/** One of the two places where names of containers are answered. */
export interface DomainListener {
  /** The port that is wanted, by the settings; 0: none. */
  readonly wanted: number;
  /** The port where it is really listened; null: none. */
  readonly port: number | null;
  /** Why it is not the wanted one; null when it is. */
  readonly problem: Failure | null;
  /** The process that has the wanted one; null when none has, and when it is not to be found out. */
  readonly holder: PortHolder | null;
}

/** Where names of containers are answered on this computer. */
export interface DomainListeners {
  readonly http: DomainListener;
  readonly https: DomainListener;
}

/** A name of a container. */
export interface Domain {
  /** The whole name: `web.slipway.localhost`. */
  readonly name: string;
  readonly container: PortContainer;
  readonly isRunning: boolean;
  /** The container's port that it leads to; null where there is a problem. */
  readonly port: number | null;
  /** Why it leads nowhere although the container runs; null when it does. */
  readonly problem: Failure | null;
  /** What is wrong with its container's label of names, whether or not this one leads somewhere; null when nothing is. */
  readonly labelProblem: Failure | null;
}

/** What `slipway domains` tells. */
export interface Domains extends DomainListeners {
  /** The file with the certificate of this computer's own authority, whether or not it is made yet. */
  readonly authority: string;
  /** Null until it is known which containers there are. */
  readonly domains: readonly Domain[] | null;
}

/** Where a name is found; null where nobody listens. */
export function domainUrl(name: string, { port }: DomainListener, isSecure: boolean): string | null {
  if (port === null) return null;
  const usual = isSecure ? 443 : 80;
  return `${isSecure ? 'https' : 'http'}://${name}${port === usual ? '' : `:${port}`}/`;
}
