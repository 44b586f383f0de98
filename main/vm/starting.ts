import { type Failure, toFailure } from '../contract/errors.ts';
import type { Accelerator, Boot } from '../contract/status.ts';
import { writeFileAtomically } from '../util/atomic-file.ts';
import { abortAfter, delay, orAborted, untilAborted, withDeadline } from '../util/wait.ts';
import type { Memory } from './activities.ts';
import { guestDeadline, notUpInTime } from './boot-deadlines.ts';
import { recordBoot } from './boot-recorder.ts';
import { ensureDataDisk } from './data-disk.ts';
import { hasRoomToGrow } from './disk-size.ts';
import type { LaunchReport, Machine, MachineSpecification } from './driver.ts';
import { wakeGuest } from './guest-clock.ts';
import { launchBy, spoil } from './launch.ts';
import { discard, findMemoryImage, isMemoryKept } from './memory/memory-image.ts';
import { keepTemplate } from './memory/suspend.ts';
import { writeSeed } from './seed.ts';
import { planStart, type StartPlan } from './start-plan.ts';
import type { SupervisorOptions } from './supervisor.ts';

/** How long a VM whose control port has closed may take to be gone, in milliseconds. */
const endingMs = 2_000;

/** How long an adopted guest may take to hear of it, in milliseconds. */
const adoptedWordMs = 30_000;

/** The work from asking for a start until the guest is up. */
export interface Starting {
  /** Checks what a start needs, and finds out how it can go. */
  prepare(attempt: number, signal: AbortSignal): Promise<void>;
  /** Brings the guest up, by the quickest way that works. */
  boot(signal: AbortSignal): Promise<void>;
  /** The start of a VM that was found running. */
  beginAdoption(machine: Machine): void;
  /** Resolves when a guest that slept has its clock set; at once for any other. Rejects when it does not answer. */
  awake(): Promise<void>;
  /** The VM is about to be ended: what it does not do any more is no fault of its own. */
  letGo(): void;
  /** The guest has reported a stage. */
  hear(stage: string): void;
  /** Resolves when nothing of the start is left to be done. */
  settled(): Promise<void>;
  /** What the VM runs by; `any` before that is known. */
  accelerator(): Accelerator | 'any';
}

/** What a booting guest reports, as it comes. */
interface Arrival {
  readonly atGate: Promise<void>;
  readonly networkUp: Promise<void>;
}

/** `onMachine`: there is a VM, whose console begins anew. */
export function createStarting(options: SupervisorOptions, memory: Memory, onMachine: () => void): Starting {
  const { paths, driver, keys, now, log } = options;
  let accelerator: Accelerator | 'any' = 'any';
  /** What the guest was told, and the plans were made for. */
  let wanted: MachineSpecification | undefined;
  let plans: readonly StartPlan[] = [{ kind: 'cold' }];
  let reached: Readonly<Record<string, () => void>> = {};
  let awake: Promise<void> = Promise.resolve();
  /** Saved memory that does not count any more, being removed meanwhile. */
  let removing: Promise<void> = Promise.resolve();

  const begin = (stage: string) => {
    memory.recorder()?.begin(stage);
    memory.changed();
  };

  const remove = () => {
    removing = discard(paths.asleep).catch((error: Error) =>
      log('warn', `saved memory that is of no use any more: ${error.message}`),
    );
  };

  const refuse = (why: string) => {
    const problem = notResumed(why);
    log('warn', problem.message);
    memory.setRefused(problem);
  };

  const report: LaunchReport = {
    trying(candidate) {
      accelerator = candidate;
      begin(candidate === 'tcg' ? 'qemu' : 'accelerator');
    },
    // At once, not when the VM is found good: a host that is killed meanwhile must not leave one that nobody knows.
    spawned: (record) => writeFileAtomically(paths.vmRecord, JSON.stringify(record)),
    verdicts: (verdicts) => memory.setVerdicts(verdicts),
  };

  const launch = async (plan: StartPlan, signal: AbortSignal): Promise<Machine> => {
    memory.recorder()?.become(plan.kind);
    if (plan.kind !== 'cold') {
      accelerator = plan.image.fingerprint.accelerator;
      begin('load');
    }
    const specification = wanted ?? (await options.specification());
    return launchBy(
      plan,
      {
        ...{ paths, driver, specification, report },
        onWaking(waking) {
          awake = waking;
          waking.catch((error: unknown) => {
            if (awake === waking) refuse(clause(toFailure(error).message));
          });
        },
        onLoadAgain(problem) {
          log('warn', `the memory is loaded once more: ${problem.message}`);
          begin('reload');
        },
        onMachine(machine) {
          memory.setMachine(machine);
          if (machine === undefined) return;
          begin(plan.kind === 'cold' ? 'kernel' : 'wake');
          onMachine();
        },
      },
      signal,
    );
  };

  /** Until the guest has reported that its network is up. On the way it may be saved, for later starts to begin there. */
  const awaitGuest = async (machine: Machine, arrival: Arrival, signal: AbortSignal) => {
    const saved = memory.fromScratch() || (await findMemoryImage(paths.template)) !== undefined;
    const gate = (word: 'go' | 'template', inner: AbortSignal) =>
      machine.control.ask(['gate', word], inner, guestDeadline(accelerator));
    const inTime = (work: (inner: AbortSignal) => Promise<unknown>) =>
      withDeadline(guestDeadline(accelerator), signal, notUpInTime('The guest'), work);
    if (!saved) {
      await inTime(async (inner) => {
        await gate('template', inner);
        await orAborted(inner, arrival.atGate);
      });
      begin('template');
      // It takes as long as the disk does, under a deadline of its own, and nothing is written any more once this start is over.
      await keepTemplate(machine, paths.template, now).catch((error: unknown) =>
        log('warn', `template: ${toFailure(error).message}`),
      );
      begin('disk');
    }
    await inTime((inner) => Promise.all([gate('go', inner), orAborted(inner, arrival.networkUp)]));
  };

  /** What is left to be done when the guest goes by itself. */
  const arrive = async (plan: StartPlan, machine: Machine, arrival: Arrival, signal: AbortSignal) => {
    if (plan.kind === 'cold') return awaitGuest(machine, arrival, signal);
    if (plan.kind === 'template') await machine.control.ask(['gate', 'go'], signal);
    begin(plan.kind === 'template' ? 'disk' : 'ping');
  };

  const expectArrival = (): Arrival => {
    let atGate: () => void = () => undefined;
    let networkUp: () => void = () => undefined;
    const arrival: Arrival = {
      atGate: new Promise((resolve) => {
        atGate = resolve;
      }),
      networkUp: new Promise((resolve) => {
        networkUp = resolve;
      }),
    };
    reached = { template: atGate, network: networkUp };
    return arrival;
  };

  return {
    accelerator: () => accelerator,
    awake: () => awake,
    letGo() {
      awake = Promise.resolve();
    },
    settled: () => removing,
    hear: (stage) => (Object.hasOwn(reached, stage) ? reached[stage]?.() : undefined),

    async prepare(attempt, signal) {
      await memory.untilFree(signal);
      const templateFailed = attempt > 1 && isTemplateSuspect(attempt, memory.recorder()?.boot());
      const mayWake = !memory.fromScratch() && (await isMemoryKept(paths.asleep));
      memory.setRecorder(
        recordBoot(mayWake ? 'resume' : 'cold', now, (stage, kind) =>
          options.stageTimes.usual(kind, accelerator)(stage),
        ),
      );
      begin('checks');
      log('info', `start, try ${attempt}`);
      if (attempt === 1) memory.setRefused(null);
      // The next start makes another.
      if (templateFailed) await discard(paths.template);
      // First: the specification says where of the host the guest finds its proxies.
      const network = options.network();
      const specification = await options.specification();
      wanted = specification;
      const image = await driver.prepare(signal);
      await options.beforeBoot(image, signal);
      const disk = await ensureDataDisk(paths, specification.diskGiB);
      const growData = !disk.isNew && (await hasRoomToGrow(disk.path));
      const { hostname, nodeAddress, portsAddress, hostAccess, mirrors, shares } = specification;
      await writeSeed(paths.seed, {
        ...{ keys, hostname, nodeAddress, portsAddress, hostAccess, mirrors, shares },
        ...{ formatData: disk.isNew, dataIsZero: disk.isZero, growData },
        network: await network,
      });
      const found = await planStart(paths, driver, specification, memory.fromScratch());
      if (found.refused !== null) refuse(found.refused);
      if (found.staleTemplate) await discard(paths.template);
      plans = found.plans;
      memory.send({ kind: 'prepared' });
    },

    async boot(signal) {
      await removing;
      awake = Promise.resolve();
      const arrival = expectArrival();
      for (const plan of plans) {
        try {
          const machine = await launch(plan, signal);
          remove();
          return await arrive(plan, machine, arrival, signal);
        } catch (error) {
          signal.throwIfAborted();
          await leaveWordToExit(memory.machine(), signal);
          if (plan.kind === 'cold' || memory.machine() !== undefined) throw error;
          // Somebody else holds the disk, or there is too little memory: what was saved is not at fault, and nothing else
          // would start.
          if (['settings-invalid', 'share-unavailable', 'vm-orphaned'].includes(toFailure(error).code))
            throw error;
          if (plan.kind === 'resume') refuse(clause(toFailure(error).message));
          else log('warn', `template: ${toFailure(error).message}`);
          await spoil(plan, paths);
        }
      }
    },

    beginAdoption(machine) {
      accelerator = machine.record.accelerator;
      memory.setRecorder(
        recordBoot('adopt', now, (stage, kind) => options.stageTimes.usual(kind, 'any')(stage)),
      );
      begin('ping');
      // It may have stood still, or have waited at its gate for a word of the host before.
      const deadline = abortAfter(adoptedWordMs);
      Promise.all([wakeGuest(machine, deadline), machine.control.ask(['gate', 'go'], deadline)]).catch(
        (error: unknown) => log('warn', `the adopted guest: ${toFailure(error).message}`),
      );
    },
  };
}

/**
 * Whether a template may be at fault for what came after it. One that led to a running engine is not for the first end of
 * that, which a kill explains as well, but is once another try has failed too.
 */
function isTemplateSuspect(attempt: number, before: Boot | undefined): boolean {
  return before?.kind === 'template' && (before.durationMs === null || attempt > 2);
}

/**
 * A VM that ends takes its control port along a moment before it is gone itself, and why it ended is the better reason:
 * that is told elsewhere, and aborts the signal. Rejects then; resolves when the VM lives.
 */
async function leaveWordToExit(machine: Machine | undefined, signal: AbortSignal): Promise<void> {
  if (machine === undefined) return;
  const hasEnded = await Promise.race([
    machine.exited.then(() => true),
    delay(endingMs, signal).then(() => false),
  ]);
  if (hasEnded) await withDeadline(endingMs, signal, notUpInTime('The guest'), untilAborted);
}

function notResumed(why: string): Failure {
  return {
    code: 'resume-failed',
    message: `The VM was booted and did not go on where it slept: ${why}.`,
    hint: 'Containers ended as by a power cut; what they had written to disk is there.',
  };
}

/** A sentence, as a part of another; one that begins with a name in capitals (QEMU) keeps it. */
function clause(sentence: string): string {
  const first = /^[A-Z](?![A-Z])/.test(sentence) ? sentence.charAt(0).toLowerCase() : sentence.charAt(0);
  return first + sentence.slice(1).replace(/\.$/, '');
}
