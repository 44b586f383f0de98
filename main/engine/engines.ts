import type Docker from 'dockerode';

/** The engine, by two ways in. */
export interface Engines {
  /** For what the page reads by itself: may be refused while the VM sleeps, and does not keep it awake. */
  readonly reading: Docker;
  /** For what its user does: wakes a VM that sleeps. */
  readonly acting: Docker;
}
