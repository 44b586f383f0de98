import type { Failure } from '../contract/errors.ts';
import { orAborted, withDeadline } from '../util/wait.ts';
import type { Machine } from './driver.ts';
import { connectGuest } from './guest/ssh-session.ts';
import type { HomeKeys } from './keys.ts';

/** dockerd gives each container 10 s to end; then the guest has its disks to put away. In milliseconds. */
const powerOffDeadlineMs = 60_000;

/** How long logging in for the shutdown may take before the guest is ended without being asked, in milliseconds. */
const loginDeadlineMs = 20_000;

const failure = {
  message: 'The guest did not shut down in time.',
  hint: 'It is ended without being asked.',
};

/** What is told of a VM that was ended without a shutdown. */
export function cutOff({ message }: Failure): Failure {
  return {
    code: 'vm-cut-off',
    message: `The VM was ended without a shutdown. ${message}`,
    hint: 'Containers ended as by a power cut: what they had not yet written to disk may be lost. `slipway logs` and `slipway logs --source console` tell how it came to that.',
  };
}

/** Asks the guest to shut down, and resolves when the VM is gone. Rejects when it does not come to that in time. */
export async function powerOff(machine: Machine, keys: HomeKeys, signal: AbortSignal): Promise<void> {
  await withDeadline(powerOffDeadlineMs, signal, failure, async (inner) => {
    const session = await withDeadline(loginDeadlineMs, inner, failure, (login) =>
      orAborted(
        login,
        Promise.race([
          connectGuest(() => machine.connectGuest(), keys, login),
          machine.exited.then(() => undefined),
        ]),
      ),
    );
    // The connection ends with the guest: its answer may never come.
    session?.run('slipway-poweroff', inner).catch(() => undefined);
    await orAborted(inner, machine.exited);
  });
}
