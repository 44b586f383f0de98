import { formatDuration } from '../contract/duration.ts';
import { SlipwayError } from '../contract/errors.ts';
import { connectControl } from '../control/client.ts';
import type { HomePaths } from '../home/paths.ts';
import { statusFromDisk } from '../host/disk-status.ts';
import { connectOrSpawn } from './host-connection.ts';
import { onInterrupt } from './on-interrupt.ts';
import { print } from './print.ts';
import { startProgress } from './start-progress.ts';

/** `slipway sleep`: resolves when the VM's memory is saved and its process gone. Asleep already is as good. */
export async function sleep(paths: HomePaths): Promise<void> {
  const before = Date.now();
  const client = (await connectControl(paths)) ?? (await reviveHost(paths));
  const progress = startProgress(process.stderr);
  let leave: () => void = () => undefined;
  try {
    const found = await client.call('status.get', {});
    client.on('status', (status) => progress.show({ ...status, boot: null, accelerators: [] }));
    leave = onInterrupt('The engine goes on falling asleep: `slipway start` wakes it.');
    const status = await client.call('vm.sleep', {});
    progress.end();
    print(
      found.state === 'sleeping' && found.vm === null
        ? 'The engine sleeps already.'
        : `Asleep in ${formatDuration(Date.now() - before)}. The first use of ${status.socket ?? 'the socket'} wakes it.`,
    );
  } finally {
    leave();
    progress.end();
    client.close();
  }
}

/** A VM without a host is taken over, and a sleeping one listened for; without either there is nothing to put to sleep. */
async function reviveHost(paths: HomePaths) {
  const { state, vm } = await statusFromDisk(paths);
  if (vm !== null || state === 'sleeping') return connectOrSpawn(paths);
  throw new SlipwayError({
    code: 'not-running',
    message: 'The engine does not run: there is nothing to put to sleep.',
    hint: 'Start it with `slipway start`.',
  });
}
