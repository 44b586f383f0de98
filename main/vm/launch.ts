import { type Failure, SlipwayError, toFailure } from '../contract/errors.ts';
import type { HomePaths } from '../home/paths.ts';
import { delay, orAborted } from '../util/wait.ts';
import { hasFilesystem } from './data-disk.ts';
import { stampDisk } from './disk-stamp.ts';
import type { Driver, LaunchReport, Machine, MachineSpecification } from './driver.ts';
import { wakeGuest } from './guest-clock.ts';
import { discard, type MemoryImage, verify } from './memory/memory-image.ts';
import type { StartPlan } from './start-plan.ts';

/** What a launch works with. */
export interface LaunchOptions {
  readonly paths: HomePaths;
  readonly driver: Driver;
  readonly specification: MachineSpecification;
  readonly report: LaunchReport;
  /**
   * A VM that slept goes on, and is being told the time meanwhile: its engine answers no later for that. Not awaited here;
   * rejects when the guest does not answer.
   */
  readonly onWaking: (awake: Promise<void>) => void;
  /** QEMU was killed while it loaded; nothing has run and nothing was stamped, so the same memory is loaded once more. */
  readonly onLoadAgain: (problem: Failure) => void;
  /** There is a VM: it begins to boot, or its memory is loaded and it stands still. Undefined: there is none any more. */
  readonly onMachine: (machine: Machine | undefined) => void;
}

/**
 * Brings a VM to life. Resolves as soon as it goes by itself: a cold one boots up to its gate, one from memory goes on
 * from where it was. Whatever memory was saved with the data disk so far does not count any more, unless this rejects
 * with `resume-failed` or `vm-exited` before the guest ran.
 */
export async function launchBy(
  plan: StartPlan,
  options: LaunchOptions,
  signal: AbortSignal,
): Promise<Machine> {
  if (plan.kind === 'cold') {
    await claimDisk(options);
    const machine = await options.driver.launch(options.specification, options.report, signal);
    options.onMachine(machine);
    return machine;
  }
  const machine = await loadOrAgain(plan.image, options, signal);
  try {
    await claimDisk(options);
    options.onMachine(machine);
    await machine.proceed(signal);
    const told = options.report.spawned(machine.record);
    // It goes on when the start has come to its next step: it has its own deadline.
    const woken = wakeGuest(machine, new AbortController().signal, plan.kind === 'resume');
    const awake = Promise.all([told, woken]).then(() => undefined);
    if (plan.kind === 'resume') options.onWaking(awake);
    else await orAborted(signal, awake);
    return machine;
  } catch (error) {
    options.onMachine(undefined);
    await machine.end();
    throw error;
  }
}

/** From here on the guest may write to the disk: no memory that was saved so far belongs to it. */
export async function claimDisk({ paths }: Pick<LaunchOptions, 'paths'>): Promise<void> {
  // What holds no file system the guest formats only when it is blank, and refuses otherwise: not a byte of it is to be changed.
  if (await hasFilesystem(paths.dataDisk)) await stampDisk(paths.dataDisk);
}

/** How long a VM whose monitor has closed may take to be gone, in milliseconds. */
const endingMs = 2_000;

/** Loads once more when what loaded was killed: the memory is as it was. */
async function loadOrAgain(
  image: MemoryImage,
  options: LaunchOptions,
  signal: AbortSignal,
): Promise<Machine> {
  try {
    return await load(image, options, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!isEnd(error)) throw error;
    options.onLoadAgain(toFailure(error));
  }
  try {
    return await load(image, options, signal);
  } catch (error) {
    signal.throwIfAborted();
    const failure = toFailure(error);
    throw new SlipwayError(
      { ...failure, message: `${failure.message} It was tried twice.` },
      { cause: error },
    );
  }
}

/** The VM's process ended by itself or was killed; what it was given is not at fault. */
function isEnd(error: unknown): boolean {
  return toFailure(error).code === 'vm-exited';
}

/** Loads and compares at the same time: both have to be right before the guest runs. */
async function load(image: MemoryImage, options: LaunchOptions, signal: AbortSignal): Promise<Machine> {
  const { driver, specification, report } = options;
  const [damage, loaded] = await Promise.allSettled([
    verify(image, signal),
    driver.resume(specification, image, report, signal),
  ]);
  const problem = damage.status === 'rejected' ? toFailure(damage.reason).message : damage.value;
  if (problem === null && loaded.status === 'fulfilled') return livingOf(loaded.value, signal);
  if (loaded.status === 'fulfilled') await loaded.value.end();
  signal.throwIfAborted();
  // A damaged file is the reason for whatever QEMU said of it.
  if (problem === null && loaded.status === 'rejected') throw loaded.reason;
  throw new SlipwayError({
    code: 'resume-failed',
    message: `The saved memory of the VM is damaged: ${problem}.`,
    hint: 'The VM is booted in its place.',
  });
}

/**
 * The same VM, which still lives: nothing is to be stamped for one that was killed while its memory was compared. Ends it
 * and rejects otherwise, with `vm-exited` when it is gone.
 */
async function livingOf(machine: Machine, signal: AbortSignal): Promise<Machine> {
  try {
    await machine.checkMonitor(signal);
    return machine;
  } catch (error) {
    const gone = signal.aborted ? null : machine.exited;
    const exit = await Promise.race([gone, delay(endingMs).then(() => null)]);
    await machine.end();
    throw exit === null ? error : new SlipwayError(exit.problem, { cause: error });
  }
}

/** Removes what a plan would have started from. */
export async function spoil(plan: StartPlan, paths: HomePaths): Promise<void> {
  if (plan.kind === 'resume') await discard(paths.asleep);
  if (plan.kind === 'template') await discard(paths.template);
}
