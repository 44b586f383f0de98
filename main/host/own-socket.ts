import { access } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import { SlipwayError } from '../contract/errors.ts';
import { pingEngine } from '../engine/probe.ts';
import { type Relay, startRelay } from '../forward/relay.ts';
import type { HomePaths } from '../home/paths.ts';
import type { Supervisor } from '../vm/supervisor.ts';

/**
 * The app's own way to the engine, beside the socket of its clients: open while the VM runs, refused at once otherwise.
 * What goes through it neither wakes the VM nor keeps it awake.
 */
export function openOwnSocket(path: string, supervisor: Supervisor): Promise<Relay> {
  return startRelay(path, async (signal): Promise<Duplex> => {
    const { kind } = supervisor.view().state;
    if (kind === 'running') return supervisor.connectEngine(signal);
    throw new SlipwayError({
      code: 'not-running',
      message: `The engine is not running (${kind}), and this socket does not wake it.`,
      hint: 'Start it with `slipway start`.',
    });
  });
}

/**
 * Asks whether the engine answers. To be called running it has to answer over the very socket of its clients; then it is
 * asked beside it, since looking after a VM is no use of it.
 */
export async function pingBeside(paths: HomePaths, isRunning: boolean, signal: AbortSignal): Promise<void> {
  if (!isRunning) return pingEngine(paths.dockerSocket, signal);
  await access(paths.dockerSocket);
  await pingEngine(paths.ownSocket, signal);
}
