import type { Duplex } from 'node:stream';
import type { Failure } from '../contract/errors.ts';
import type { AcceleratorVerdict, Boot } from '../contract/status.ts';
import type { HomePaths } from '../home/paths.ts';
import type { ConsoleLog } from './console-log.ts';
import type { Driver, Machine, MachineRecord, MachineSpecification } from './driver.ts';
import type { HomeKeys } from './keys.ts';
import type { GuestNetwork } from './seed.ts';
import type { StageTimes } from './stage-times.ts';
import type { State } from './state.ts';

/** The parts a supervisor works with; everything that touches the world comes from outside. */
export interface SupervisorOptions {
  readonly paths: HomePaths;
  readonly driver: Driver;
  readonly console: ConsoleLog;
  readonly keys: HomeKeys;
  readonly stageTimes: StageTimes;
  /** Read at each start. */
  readonly specification: () => Promise<
    MachineSpecification & {
      readonly diskGiB: number;
      /** The guest's own name, and where it is in the network of this computer's VMs. */
      readonly hostname: string;
      readonly nodeAddress: string;
      readonly portsAddress: string;
      readonly hostAccess: readonly string[];
      readonly mirrors: readonly string[];
    }
  >;
  /** Found out at each start, beside its checks. Never rejects. */
  readonly network: () => Promise<GuestNetwork>;
  /** Called before a start with the content hash of the guest's image, when nothing of the VM is there yet. */
  readonly beforeBoot: (image: string, signal: AbortSignal) => Promise<void>;
  /** Ends every stream to the engine, and lets none through until the VM is awake again. */
  readonly dropConnections: () => Promise<void>;
  /** Asks the engine over the forwarded socket; rejects when it does not answer. */
  readonly ping: (signal: AbortSignal) => Promise<void>;
  /** What a freshly booted engine is given before it is said to run; a failure here is logged and no more. */
  readonly furnish: (signal: AbortSignal, begin: () => void) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: (level: 'info' | 'warn', message: string) => void;
}

/** What a supervisor knows. */
export interface SupervisorView {
  readonly state: State;
  readonly machine: MachineRecord | null;
  readonly boot: Boot | null;
  readonly verdicts: readonly AcceleratorVerdict[];
  /** Why the VM is being started again; null unless it is. */
  readonly restartedFor: Failure | null;
  /** Why the VM was booted although it had been put to sleep; null unless it was. */
  readonly refused: Failure | null;
  /** That the VM was ended without a shutdown; null unless the last stop, or that of the last restart, had to. */
  readonly cutOff: Failure | null;
  /** Why the VM runs although it was to sleep; null unless the last try failed. */
  readonly keptAwake: Failure | null;
}

/** Brings the VM up, keeps it up, and brings it down. */
export interface Supervisor {
  view(): SupervisorView;
  /** Hears every change of the view. */
  onChange(listener: () => void): void;
  /** Takes over a VM that an earlier host left, running or asleep, if there is one. To be called once, first. */
  adopt(signal: AbortSignal): Promise<void>;
  /**
   * Resolves when running; rejects with the problem when it has failed, or when it is stopped meanwhile. `fromScratch`:
   * boots from the kernel on, whatever was saved, unless it runs or is starting already.
   */
  start(options?: { readonly fromScratch: boolean }): Promise<void>;
  /**
   * Resolves when no process of the VM is left; rejects with the problem when that is not to be had, and when it is started
   * again meanwhile.
   */
  stop(): Promise<void>;
  /**
   * Saves the VM's memory and ends its process; resolves when it sleeps. A start that is under way comes to its end first.
   * Rejects when there is nothing to put to sleep, when it is started again meanwhile, or with the reason why it cannot:
   * the VM then goes on, as it does when the signal aborts before all is saved.
   */
  sleep(signal?: AbortSignal): Promise<void>;
  /**
   * Lets a running VM stand still and hands it to `work`, which lets it go on again before it settles. The signal aborts when
   * the VM is lost. Rejects with `not-running` when it does not run, or with whatever the work rejects with.
   */
  whileHalted<T>(work: (machine: Machine, signal: AbortSignal) => Promise<T>): Promise<T>;
  /**
   * Runs work on the files of the home while no VM runs: one that runs is put to sleep first, or stopped if it cannot sleep; a
   * start that comes meanwhile waits. Afterwards the state is what the files say. Rejects with `busy` when there is such
   * work already.
   */
  atRest<T>(work: () => Promise<T>): Promise<T>;
  /** The VM that there is, in whatever state; undefined when there is none. */
  present(): Machine | undefined;
  /**
   * The VM, woken if it sleeps, as soon as its engine can be reached; rejects when that is not to come. `by`: what for, as in "woken by a
   * connection to port 80".
   */
  awaken(by: string, signal: AbortSignal): Promise<Machine>;
  /** The VM, while it runs; throws `not-running` otherwise. */
  machine(): Machine;
  /** Does something that a VM must not be put to sleep over: a sleep that is asked for meanwhile waits for it. */
  keepAwake<T>(work: () => Promise<T>): Promise<T>;
  /** Stops, and resolves when running again. */
  restart(): Promise<void>;
  /** A stream to the engine for a client of its socket, as soon as the guest can take one; rejects when that is not to come. */
  connectEngine(signal: AbortSignal): Promise<Duplex>;
  /**
   * Lets go of a running VM: the next host adopts it. What is being done ends first; a start whose VM is not there yet
   * is given up. Nothing happens any more afterwards.
   */
  release(): Promise<void>;
}
