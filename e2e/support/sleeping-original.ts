import { rm } from 'node:fs/promises';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { processesOf } from './home-processes.mjs';
import { hostPidOf } from './host-pid.ts';
import { createInstance, type Instance, removeInstance, testSettings } from './instance.ts';
import { killLeftovers } from './leftovers.ts';

/** Milliseconds that the host of a VM that sleeps may take to leave. */
const leavesWithinMs = 10_000;

/**
 * An instance that sleeps and that nobody supervises, booted from the template of one that has started: what is copied of it
 * resumes in the place of being booted. To be removed with {@link removeOriginal}.
 */
export async function makeOriginal({ paths }: Instance): Promise<Instance> {
  const vm = await createInstance({ verdictsOf: paths, templateOf: paths, settings: testSettings });
  try {
    await vm.start();
    const { code, stderr } = await vm.slipway(['sleep']);
    if (code !== 0) throw new Error(`slipway sleep ended with ${code}: ${stderr}`);
    process.kill(await hostPidOf(vm), 'SIGTERM');
    const isLeft = async () => ((await processesOf(vm.paths.home)).length === 0 ? true : undefined);
    await poll(50, abortAfter(leavesWithinMs), isLeft);
    return vm;
  } catch (error) {
    await removeInstance(vm).catch(() => undefined);
    throw error;
  }
}

/** Removes it as it is: nothing of it runs, and so there is nothing to stop. Throws when something does. */
export async function removeOriginal(vm: Instance): Promise<void> {
  const left = await killLeftovers(vm);
  await rm(vm.userHome, { recursive: true, force: true });
  if (left.length > 0) throw new Error(`${vm.paths.home} did not sleep:\n${left.join('\n')}`);
}
