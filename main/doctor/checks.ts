import type { Check } from './check.ts';
import { checkAccelerator } from './checks/accelerator.ts';
import { checkContext, checkKeychainHelper } from './checks/client.ts';
import { checkClock, checkEngine, checkGuestDisk } from './checks/engine.ts';
import { checkDiskSpace, checkHome } from './checks/home.ts';
import { checkHost, checkLock, checkVm } from './checks/host.ts';
import { checkParts, checkQemu } from './checks/parts.ts';
import { checkPorts, checkShares } from './checks/reach.ts';

/** Everything that is looked at, from the ground up. */
export const checks: readonly Check[] = [
  { name: 'home', title: 'Home folder', look: checkHome },
  { name: 'disk-space', title: 'Free space', look: checkDiskSpace },
  { name: 'parts', title: 'Parts', look: checkParts },
  { name: 'qemu', title: 'QEMU', look: checkQemu },
  { name: 'accelerator', title: 'Accelerator', look: checkAccelerator },
  { name: 'lock', title: 'Lock', look: checkLock },
  { name: 'supervisor', title: 'Supervisor', look: checkHost },
  { name: 'vm', title: 'VM', look: checkVm },
  { name: 'engine', title: 'Engine', look: checkEngine },
  { name: 'clock', title: 'Clock', look: checkClock },
  { name: 'guest-disk', title: 'Data disk', look: checkGuestDisk },
  { name: 'ports', title: 'Ports', look: checkPorts },
  { name: 'shares', title: 'Shared folders', look: checkShares },
  { name: 'context', title: 'Docker context', look: checkContext },
  { name: 'keychain', title: 'Keychain', look: checkKeychainHelper },
];
