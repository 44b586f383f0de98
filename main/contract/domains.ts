import type { Failure } from './errors.ts';
import type { PortContainer, PortHolder } from './ports.ts';

/** What the name of every container ends with. Browsers and curl take it for this computer without asking anybody. */
export const domainSuffix = 'slipway.localhost';

/** Label of a container: its names, comma-separated, or `off`. */
export const domainLabel = 'dev.slipway.domain';

/** Label of a container: which of its ports its names lead to. */
export const domainPortLabel = 'dev.slipway.domain.port';

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
