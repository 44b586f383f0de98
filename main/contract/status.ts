import type { MemoryUse } from './disk.ts';
import type { DomainListeners } from './domains.ts';
import type { ErrorCode, Failure } from './errors.ts';
import type { NodeVm } from './node-vms.ts';

/** The states of the engine VM, in the words that users see. */
export const vmStates = [
  'stopped',
  'preparing',
  'booting',
  'waiting',
  'running',
  'sleeping',
  'stopping',
  'backoff',
  'failed',
] as const;

/** One of {@link vmStates}. `running` means that `/_ping` came back over the forwarded socket seconds ago. */
export type VmState = (typeof vmStates)[number];

/** Hardware ways to run the guest's processor, and the one in software (`tcg`). */
export const accelerators = ['kvm', 'hvf', 'whpx', 'tcg'] as const;

/** One of {@link accelerators}. */
export type Accelerator = (typeof accelerators)[number];

/** A named part of a start. */
export interface BootStage {
  /** A name of {@link stageTitles}, or one that a newer guest reported. */
  readonly name: string;
  /** Milliseconds since 1970 at which the stage began. */
  readonly startedAt: number;
  /** Milliseconds; null while the stage is under way. */
  readonly durationMs: number | null;
  /** Median milliseconds of the last starts of this kind; null when there was none. */
  readonly usualMs: number | null;
}

/** The start that led, or is to lead, to `running`. */
export interface Boot {
  /**
   * How the VM came to run: booted from the kernel on; booted from memory that was saved before any disk was opened
   * (template); woken with its containers (resume); or found running (adopt).
   */
  readonly kind: 'cold' | 'template' | 'resume' | 'adopt';
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Milliseconds from asking for it to the first `/_ping` over the socket; null while under way. */
  readonly durationMs: number | null;
  readonly stages: readonly BootStage[];
}

/** The VM failed while it ran, and was started again by itself. */
export interface VmRestart {
  /** When it failed: milliseconds since 1970. */
  readonly at: number;
  /** Why: a sentence. */
  readonly reason: string;
  /** The names of the containers that ended with it; null while that is not known. Those that `--rm` removed are missing. */
  readonly ended: readonly string[] | null;
}

/** What is known of an accelerator on this machine from really trying it. */
export interface AcceleratorVerdict {
  readonly accelerator: Accelerator;
  readonly works: boolean;
  /** One sentence: why it was left, or what it took. */
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly triedAt: number;
}

/** Everything `slipway status --json` prints, and what the window shows of the VM. */
export interface Status {
  readonly state: VmState;
  /** The folder that this instance owns (SLIPWAY_HOME). */
  readonly home: string;
  /** `unix://` address of the docker socket; null while nothing listens there. */
  readonly socket: string | null;
  readonly engine: { readonly version: string; readonly apiVersion: string } | null;
  readonly vm: {
    readonly driver: 'qemu' | 'wsl';
    readonly accelerator: Accelerator;
    readonly cpus: number;
    readonly memoryMiB: number;
    readonly pid: number;
  } | null;
  /** Where names of containers are answered; null while they are not, as when the VM is stopped. */
  readonly domains: DomainListeners | null;
  /** Null unless the engine runs, and in what is announced: it changes all the time and is looked at when asked for. */
  readonly memory: MemoryUse | null;
  readonly boot: Boot | null;
  /** The last time that it failed and was started again by itself; null when it was not since it was last asked to start. */
  readonly restarted: VmRestart | null;
  /** What is wrong or worth knowing now, the most serious first. */
  readonly problems: readonly Failure[];
  /**
   * The sleep, once nothing of the VM is left but its memory on disk: since when (milliseconds since 1970), and what the
   * memory takes there. Null while the VM is falling asleep, and when it does not sleep.
   */
  readonly sleep: { readonly since: number; readonly bytes: number } | null;
  /** The next try after a failure; only in `backoff`. */
  readonly retry: { readonly attempt: number; readonly of: number; readonly at: number } | null;
  readonly accelerators: readonly AcceleratorVerdict[];
  /** Further VMs of this computer (`slipway node`), in the order of their addresses; where no host supervises them, as their files tell. */
  readonly nodes: readonly NodeVm[];
  /** The process that supervises the VM; null when none runs. */
  readonly host: { readonly pid: number; readonly kind: 'window' | 'headless' } | null;
}

/** Whether a VM that is told to be sleeping is still on its way there: its memory is being saved. */
export function isFallingAsleep({ state, vm }: Pick<Status, 'state' | 'vm'>): boolean {
  return state === 'sleeping' && vm !== null;
}

/** Those of an engine that was there, or nearly, and does not answer: the first problem of a status that is `waiting`. */
const engineLossCodes: readonly ErrorCode[] = [
  ...(['disk-full', 'engine-unreachable', 'qemu-failed', 'vm-unresponsive'] as const),
];

/** Why an engine is waited for; undefined where it only is on its way, and in every other state. */
export function engineLoss({
  state,
  problems: [first],
}: Pick<Status, 'state' | 'problems'>): Failure | undefined {
  const isLost = state === 'waiting' && first !== undefined && engineLossCodes.includes(first.code);
  return isLost ? first : undefined;
}

/** Whether an engine that had started is kept still for a moment, as for a snapshot, and will go on by itself. */
export function isStandingStill({
  state,
  boot,
  problems,
}: Pick<Status, 'state' | 'boot' | 'problems'>): boolean {
  const hasStarted = boot !== null && boot.durationMs !== null;
  return state === 'waiting' && hasStarted && engineLoss({ state, problems }) === undefined;
}

const booting: readonly Boot['kind'][] = ['cold', 'template'];
const waking: readonly Boot['kind'][] = ['template', 'resume'];

/**
 * The stages of a start, in order, with the words that users see and the kinds of start that they are part of. Each begins
 * when the one before it ends, but those that are `aside`: they are begun by name, or told only once they are over.
 */
export const bootStages: readonly {
  readonly name: string;
  readonly title: string;
  readonly kinds: readonly Boot['kind'][];
  readonly aside?: true;
  /** Most starts do without it: it is told when it comes and not before. */
  readonly seldom?: true;
}[] = [
  { name: 'checks', title: 'Check image and settings', kinds: ['cold', 'template', 'resume'] },
  { name: 'load', title: 'Load the saved memory', kinds: waking, aside: true },
  { name: 'reload', title: 'Load the saved memory again', kinds: waking, aside: true, seldom: true },
  { name: 'wake', title: 'Wake the guest', kinds: waking, aside: true },
  { name: 'accelerator', title: 'Try the accelerator', kinds: ['cold'], seldom: true },
  { name: 'qemu', title: 'Start the virtual machine', kinds: ['cold'] },
  { name: 'kernel', title: 'Start the Linux kernel', kinds: ['cold'] },
  { name: 'modules', title: 'Load drivers', kinds: ['cold'] },
  { name: 'root', title: 'Mount the system', kinds: ['cold'] },
  { name: 'network', title: 'Bring up the network', kinds: ['cold'] },
  { name: 'template', title: 'Save memory for later starts', kinds: ['cold'], aside: true, seldom: true },
  { name: 'disk', title: 'Check and mount the data disk', kinds: booting },
  { name: 'containerd', title: 'Start containerd', kinds: booting },
  { name: 'engine', title: 'Start the Docker Engine', kinds: booting },
  { name: 'ready', title: 'Finish the guest', kinds: booting, aside: true },
  { name: 'ping', title: 'Reach the engine', kinds: ['cold', 'template', 'resume', 'adopt'] },
  { name: 'images', title: 'Load the bundled images', kinds: booting, aside: true, seldom: true },
];

/** The words for a stage by its name, in order; nothing else is found in it, since a guest can name a stage anything. */
export const stageTitles: Readonly<Record<string, string>> = Object.assign(
  Object.create(null),
  Object.fromEntries(bootStages.map(({ name, title }) => [name, title])),
);
