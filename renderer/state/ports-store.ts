import { create } from 'zustand';
import { toFailure } from '../../main/contract/errors.ts';
import type { PublishedPort } from '../../main/contract/ports.ts';
import { call, listen } from '../bridge.ts';
import type { PortPage } from '../text/port-text.ts';
import type { Loaded } from './engine-store.ts';
import { keepSame } from './keep-same.ts';
import { notify } from './notices.ts';
import { createRefresher } from './refresher.ts';

/** What containers publish on this computer, as the host tells of it: of a VM that sleeps too. */
export const usePorts = create<{ readonly ports: Loaded<PublishedPort> }>(() => ({
  ports: { kind: 'loading' },
}));

/** The id of a port's row. */
export function portKey({ protocol, address, port, service }: PublishedPort): string {
  return `${protocol} ${address} ${port} ${service?.id ?? ''}`;
}

const refresher = createRefresher(async () => {
  const before = usePorts.getState().ports;
  try {
    const items = await call('ports.list', {});
    const kept = before.kind === 'loaded' ? keepSame(before.items, items, portKey) : items;
    usePorts.setState({ ports: { kind: 'loaded', items: kept } });
  } catch (error) {
    usePorts.setState({ ports: { kind: 'failed', failure: toFailure(error) } });
  }
});

/** Begins to follow them. Call once. */
export function followPorts(): void {
  listen('ports', refresher.invalidate);
  // Another host may have taken over, which has told nothing yet.
  listen('status', refresher.invalidate);
  refresher.invalidate();
}

/** Reads them again. */
export function readPorts(): void {
  refresher.invalidate();
}

/** Opens what answers at a port in the user's browser. */
export async function openPort(page: PortPage): Promise<void> {
  try {
    await call('app.openPort', page);
  } catch (error) {
    notify({ kind: 'failure', failure: toFailure(error) });
  }
}
