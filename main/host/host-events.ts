import type { HostEvents } from '../contract/host.ts';

/** Hears an event; answers how to stop hearing it. */
export type OnHostEvent = <Name extends keyof HostEvents>(
  name: Name,
  listener: (payload: HostEvents[Name]) => void,
) => () => void;

/** Tells an event to whoever listens. */
export type AnnounceHostEvent = <Name extends keyof HostEvents>(
  name: Name,
  payload: HostEvents[Name],
) => void;

/** The events of a host: for listeners in this process, and for what passes them on to others. */
export interface HostEventHub {
  readonly on: OnHostEvent;
  readonly announce: AnnounceHostEvent;
  /** From now on every event is told there, too. */
  passOn(announce: AnnounceHostEvent): void;
}

/** A hub without listeners. */
export function createHostEvents(): HostEventHub {
  const listeners: { [Name in keyof HostEvents]: Set<(payload: HostEvents[Name]) => void> } = {
    status: new Set(),
    console: new Set(),
    snapshots: new Set(),
    ports: new Set(),
    domains: new Set(),
    nodeVms: new Set(),
  };
  let further: AnnounceHostEvent = () => undefined;
  return {
    on(name, listener) {
      listeners[name].add(listener);
      return () => void listeners[name].delete(listener);
    },
    announce(name, payload) {
      for (const listener of listeners[name]) listener(payload);
      further(name, payload);
    },
    passOn(announce) {
      further = announce;
    },
  };
}
