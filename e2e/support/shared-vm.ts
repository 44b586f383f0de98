import { readFile } from 'node:fs/promises';
import { inject } from 'vitest';
import { type HomePaths, homePaths } from '../../main/home/paths.ts';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { type Instance, openInstance } from './instance.ts';
import { ofLane } from './lane.ts';

/** For the first VM's boot and its sleep, on a machine that has other work. */
const deadlineMs = 480_000;

/**
 * The running instance that the files of a lane share, one after the other, in the default home of its user. A test leaves it running
 * as it found it: one that sleeps is woken, and nothing else is mended. Rejects with why there is none, or why it does not wake.
 */
export async function sharedVm(): Promise<Instance> {
  await untilVmsAreMade();
  const vm = vmOfLane();
  if ((await vm.status()).state === 'sleeping') await vm.start();
  return vm;
}

/**
 * The home of an instance that sleeps and that nobody supervises, for what others have from it: its verdicts, its template, or the
 * whole of it.
 */
export async function sleepingOriginal(): Promise<HomePaths> {
  await untilVmsAreMade();
  return homePaths(inject('sleepingOriginal'));
}

function vmOfLane(): Instance {
  return openInstance(ofLane(inject('sharedUserHomes')), '.slipway');
}

/**
 * Resolves once the VMs are made that global-setup.ts has begun. It tells by a file, which is empty or says why there are none.
 */
async function untilVmsAreMade(): Promise<void> {
  const failure = await poll(100, abortAfter(deadlineMs), () =>
    readFile(inject('vmsMade'), 'utf8').catch(() => undefined),
  ).catch((cause: unknown) => {
    throw new Error(`The VMs that tests share were not made within ${deadlineMs / 1_000} s.`, { cause });
  });
  if (failure !== '') throw new Error(failure);
}
