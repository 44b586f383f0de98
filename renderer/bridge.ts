import { unwrapReply } from '../main/contract/reply.ts';
import type { Call } from '../main/contract/requests.ts';
import type { WindowBridge, WindowEvent, WindowEvents, windowRequests } from '../main/contract/window.ts';

declare global {
  interface Window {
    /** Put there by the preload script. */
    readonly slipway: WindowBridge;
  }
}

/** Asks the main process. Rejects with a SlipwayError. */
export const call: Call<typeof windowRequests> = async (name, parameters) => {
  return unwrapReply(await window.slipway.request(name, parameters)) as never;
};

const listeners = new Map<string, Set<(payload: never) => void>>();
let listening = false;

/** Hears one kind of event; answers how to stop. */
export function listen<Name extends keyof WindowEvents>(
  name: Name,
  listener: (payload: WindowEvents[Name]) => void,
): () => void {
  if (!listening) {
    listening = true;
    window.slipway.listen((event: WindowEvent) => {
      for (const hear of listeners.get(event.name) ?? []) hear(event.payload as never);
    });
  }
  const set = listeners.get(name) ?? new Set();
  listeners.set(name, set.add(listener));
  return () => set.delete(listener);
}
