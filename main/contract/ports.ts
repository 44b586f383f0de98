import type { Failure } from './errors.ts';

/** The protocols of ports that the host can publish. */
export const portProtocols = ['tcp', 'udp'] as const;

/** One of {@link portProtocols}. */
export type PortProtocol = (typeof portProtocols)[number];

/** Where a port is published on the host: exactly the address that was asked for. */
export interface PortBinding {
  readonly protocol: PortProtocol;
  /** An IP address as text; `0.0.0.0` and `::` mean all of their kind. */
  readonly address: string;
  readonly port: number;
}

/** A port that a container publishes, as the guest tells of it. */
export interface GuestPort extends PortBinding {
  /** The guest's number for it, until it says that it is gone. */
  readonly id: number;
  /** The port of the guest by which the container is reached. */
  readonly door: number;
  /** The container's own port. */
  readonly containerPort: number;
}

/** The container that a port leads to. */
export interface PortContainer {
  readonly id: string;
  readonly name: string;
}

/** The Swarm service whose tasks a port leads to, by the ingress network of the nodes. */
export interface PortService {
  readonly id: string;
  readonly name: string;
}

/** A port of such a service. */
export interface ServicePort extends Omit<PortBinding, 'address'> {
  /** The port of its tasks. */
  readonly containerPort: number;
  readonly service: PortService;
}

/** A process of this machine. */
export interface PortHolder {
  readonly pid: number;
  /** The program's; `Slipway of HOME` for the host of another home. */
  readonly name: string;
  /** The home of which the process is the host; absent for every other program. */
  readonly home?: string;
}

/** A port as `slipway ports` tells of it. */
export interface PublishedPort extends PortBinding {
  /** Null until the engine has told whose port it is, and for one of a service's. */
  readonly container: PortContainer | null;
  /** Null for a port of a single container, as those of a service in host mode are. */
  readonly service: PortService | null;
  readonly containerPort: number;
  /** Whether other machines can reach it: it is not bound to the loopback alone. */
  readonly isReachableFromLan: boolean;
  /** Connections that are open now; of UDP the senders that were heard within the last minutes. */
  readonly connections: number;
  /** Why nobody listens there although it is published; null when all is well. Tried again from time to time. */
  readonly problem: Failure | null;
  /** The process that is in the way; null when nothing is, and when it is not to be found out. */
  readonly holder: PortHolder | null;
}

/** Whether an address leads to this machine alone. */
export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}

/** Where a browser on this computer finds what answers there; all addresses are asked for as `localhost`. */
export function pageUrl({ address, port }: Pick<PortBinding, 'address' | 'port'>, isSecure: boolean): string {
  const everywhere = address === '0.0.0.0' || address === '::';
  return `${isSecure ? 'https' : 'http'}://${formatAddress({ address: everywhere ? 'localhost' : address, port })}/`;
}

/** An address and a port as they are written: `127.0.0.1:80`, `[::1]:80`. */
export function formatAddress({ address, port }: Pick<PortBinding, 'address' | 'port'>): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
