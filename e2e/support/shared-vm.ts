import { readFile } from 'node:fs/promises';
import { inject } from 'vitest';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { type Instance, openInstance } from './instance.ts';

/** For the first VM's boot, its sleep, and the start of the others from copies, on a machine that has other work. */
const deadlineMs = 480_000;

/**
 * The running instance that the files of a lane share, one after the other, in the default home of its user. A test leaves it running
 * as it found it. Resolves once it runs; rejects with why none does.
 */
export async function sharedVm(): Promise<Instance> {
  const lane = Number(process.env.VITEST_POOL_ID);
  const userHome = inject('sharedUserHomes')[lane - 1];
  if (userHome === undefined) throw new Error(`there is no VM for lane ${process.env.VITEST_POOL_ID}`);
  await untilVmsRun();
  return openInstance(userHome, '.slipway');
}

/**
 * Resolves once the VMs run that global-setup.ts has begun, and the sleeping original lies there. It tells by a file, which is empty
 * or says why there are none.
 */
export async function untilVmsRun(): Promise<void> {
  const failure = await poll(100, abortAfter(deadlineMs), () =>
    readFile(inject('vmsBegun'), 'utf8').catch(() => undefined),
  ).catch((cause: unknown) => {
    throw new Error(`The VMs that tests share did not come up within ${deadlineMs / 1_000} s.`, { cause });
  });
  if (failure !== '') throw new Error(failure);
}
