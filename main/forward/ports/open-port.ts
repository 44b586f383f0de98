import type { Duplex } from 'node:stream';
import type { PortBinding } from '../../contract/ports.ts';

/** A port of the host on which somebody listens. */
export interface OpenPort {
  /** Connections being served or waiting; of UDP the senders that were heard lately. */
  connections(): number;
  /** Drops what is being served and goes on listening; who still waits goes on waiting. */
  drop(): void;
  /** Listens no more, and drops what is connected. Idempotent. */
  close(): Promise<void>;
}

/** Where a port of the host leads; each waits until the container can be reached, and rejects when that is not to come. */
export interface PortTarget {
  /** A stream to the container's port. */
  connect(signal: AbortSignal): Promise<Duplex>;
  /** The port of the host's loopback that leads to the container's port of UDP. */
  datagramPort(signal: AbortSignal): Promise<number>;
}

/** Listens. Rejects with `port-unavailable` when that is not to be had; `onConnections` hears when one comes or goes. */
export type OpenPortFunction = (
  binding: PortBinding,
  target: PortTarget,
  onConnections: () => void,
) => Promise<OpenPort>;
