import type { Duplex } from 'node:stream';
import type { Failure } from '../contract/errors.ts';
import type { PortProtocol } from '../contract/ports.ts';
import type { Share } from '../contract/shares.ts';
import type { Accelerator, AcceleratorVerdict } from '../contract/status.ts';
import type { ProcessIdentity } from '../util/process-identity.ts';
import type { ControlPort } from './guest/control-port.ts';
import type { PortsChannel } from './guest/ports-channel.ts';
import type { WatchesChannel } from './guest/watches-channel.ts';
import type { DataRange } from './memory/checksums.ts';
import type { Fingerprint } from './memory/fingerprint.ts';
import type { MemoryFormat, MemoryImage } from './memory/memory-image.ts';

/** What a VM is to be like. */
export interface MachineSpecification {
  readonly cpus: number;
  readonly memoryMiB: number;
  /** `auto`: the fastest that really works on this machine. */
  readonly accelerator: 'auto' | Accelerator;
  /** Folders of this computer that the guest sees: {@link FolderSharing.offer} has said that they can be shown. */
  readonly shares: readonly Share[];
}

/** How a VM ended. */
export interface MachineExit {
  /** The guest powered itself off, as it does when it was asked to. */
  readonly clean: boolean;
  readonly problem: Failure;
}

/** What an adopting host needs to find a VM again; written to disk, so plain data. */
export interface MachineRecord {
  readonly driver: 'qemu' | 'wsl';
  readonly process: ProcessIdentity;
  readonly accelerator: Accelerator;
  readonly cpus: number;
  readonly memoryMiB: number;
  /** The image's content hash. */
  readonly image: string;
  /** Milliseconds since 1970. */
  readonly spawnedAt: number;
  /** How the engine's bytes travel: over the VM monitor's own unix forward, or over SSH where there is none. */
  readonly engineVia: 'unix' | 'ssh';
  /** Where SSH is reached: the unix forward, or a port of the host's loopback where there is none. */
  readonly sshPort: number | null;
  readonly shares: readonly Share[];
  /** What its memory is bound to, should it be saved. */
  readonly fingerprint: Fingerprint;
  /** Its memory is being loaded and compared, and it has not run since: only who began that may let it go on. */
  readonly incoming: boolean;
}

/** Ways into the guest by which published ports are reached, made while the VM runs. */
export interface MachineDoors {
  /** Makes the way to a door; does nothing when there is one. Rejects with a SlipwayError when it cannot be made. */
  open(protocol: PortProtocol, door: number): Promise<void>;
  /** Takes back a way that would otherwise be open to others of this machine. Never rejects; harmless when there is none. */
  close(protocol: PortProtocol, door: number): Promise<void>;
  /** A stream to a door of TCP that was opened. */
  connect(door: number, signal: AbortSignal): Promise<Duplex>;
  /** The port of the host's loopback that leads to a door of UDP; undefined when it was not opened. */
  datagramPort(door: number): number | undefined;
}

/** A VM that lives, whoever started it. */
export interface Machine {
  readonly record: MachineRecord;
  /** Settles when no process of the VM is left. Never rejects. */
  readonly exited: Promise<MachineExit>;
  /** A new stream to the engine in the guest. */
  connectEngine(signal: AbortSignal): Promise<Duplex>;
  /** A new stream to the SSH server in the guest. */
  connectGuest(): Duplex;
  /** The guest's control script. */
  readonly control: ControlPort;
  /** What the guest publishes. */
  readonly ports: PortsChannel;
  /** What is watched in shared folders. */
  readonly watches: WatchesChannel;
  /** Ways to the ports of the guest by which published ports are reached. */
  readonly doors: MachineDoors;
  /**
   * The VM stands still from then on, until {@link proceed}. Takes as long as its disks take to write all back, a minute at most. When it
   * rejects, with `save-failed` or because the signal aborts, the VM may stand still nevertheless, or will: it has to be told to proceed.
   */
  halt(signal: AbortSignal): Promise<void>;
  /**
   * Lets a VM go on that was halted, or whose memory was loaded. The data disk must have been stamped anew before:
   * from here on no saved memory belongs to it any more. Within `deadlineMs`, 5,000 unless given, else it rejects with `vm-unresponsive`.
   */
  proceed(signal: AbortSignal, deadlineMs?: number): Promise<void>;
  /** Why the memory cannot be saved, in the words of whatever forbids it; null when it can. */
  whyUnsavable(signal: AbortSignal): Promise<string | null>;
  /** Writes the memory of a halted VM to a file. Rejects with `save-failed`; the VM is unharmed and stays halted. */
  saveMemory(file: string, signal: AbortSignal): Promise<MemoryFormat>;
  /** Where a file of saved memory holds data, and no holes; null when that is not to be found out. Never rejects. */
  findData(file: string, signal: AbortSignal): Promise<readonly DataRange[] | null>;
  /** Makes the data disk's file larger; the guest's kernel hears of it. Rejects with QEMU's own words. */
  resizeDisk(bytes: number, signal: AbortSignal): Promise<void>;
  /** Resolves when the VM monitor itself answers; rejects when it does not in time. */
  checkMonitor(signal: AbortSignal): Promise<void>;
  /** Why the VM stands still though nobody asked for it; null when it runs. */
  pausedFor(): Failure | null;
  /** Lets a VM go on that stood still for want of disk space; does nothing otherwise. */
  resumeWhenPossible(signal: AbortSignal): Promise<void>;
  /**
   * Ends the VM without asking the guest. Resolves when no process is left; harmless when there is none. Throws
   * `vm-orphaned` when its process does not end.
   */
  end(): Promise<void>;
  /** Lets go of the VM without ending it: for the next host to adopt. */
  release(): void;
}

/** What a driver tells while it starts a VM. */
export interface LaunchReport {
  /** A new accelerator is being tried. */
  readonly trying: (accelerator: Accelerator) => void;
  /** The VM's process was made, or another one in its place: to be written down at once, for the next host. */
  readonly spawned: (record: MachineRecord) => Promise<void>;
  /** New verdicts on accelerators, those of earlier starts included. */
  readonly verdicts: (verdicts: readonly AcceleratorVerdict[]) => void;
}

/** What becomes of the folders that are to be shared. */
export interface OfferedShares {
  readonly shown: readonly Share[];
  /** Why others are not. */
  readonly problems: readonly Failure[];
}

/**
 * Showing folders of this computer to the guest. What the driver starts with is mounted by the guest under the folder's own path
 * by the tag `share0`, `share1` and so on.
 */
export interface FolderSharing {
  /** Which of the wanted folders can be shown here and now. Starts nothing. */
  offer(wanted: readonly Share[]): Promise<OfferedShares>;
  /** Those of the folders of a VM that runs that it has lost, and why: whoever uses them there waits for them until its next start. */
  lost(shown: readonly Share[]): Promise<readonly LostShare[]>;
}

/** A folder that a VM was started with and has no longer. */
export interface LostShare {
  readonly share: Share;
  readonly problem: Failure;
}

/** A way to run the VM. */
export interface Driver {
  readonly sharing: FolderSharing;
  /**
   * Checks what a start needs, without starting; resolves with the content hash of the image that it would boot. Rejects with
   * a SlipwayError.
   */
  prepare(signal: AbortSignal): Promise<string>;
  /**
   * Starts the VM with the first accelerator under which the guest shows a sign of life. Leaves no process behind when
   * it rejects or is aborted.
   */
  launch(specification: MachineSpecification, report: LaunchReport, signal: AbortSignal): Promise<Machine>;
  /** What the memory of a VM that is made now would be bound to. */
  fingerprint(specification: MachineSpecification): Promise<Fingerprint>;
  /**
   * Starts a VM with memory that was saved. It stands still: see {@link Machine.proceed}; once it goes on, the record of
   * the machine is to be written in place of the reported one, which says that it is incoming. Leaves no process behind when it
   * rejects or is aborted; the image is unharmed.
   */
  resume(
    specification: MachineSpecification,
    image: MemoryImage,
    report: Pick<LaunchReport, 'spawned'>,
    signal: AbortSignal,
  ): Promise<Machine>;
  /**
   * The VM that a record speaks of, when it still lives and obeys; what lives and does not obey is ended, and so is one
   * that has not run since its memory was loaded: nobody knows whether that was sound, and the file still is there.
   * `claim` is called before one that stood still goes on.
   */
  adopt(record: MachineRecord, claim: () => Promise<void>, signal: AbortSignal): Promise<Machine | undefined>;
  /**
   * Ends a VM that nobody holds, without shutting it down: one that a killed host had just begun and not written down, or one that
   * was released. Harmless when there is none. Throws `vm-orphaned` when it does not end.
   */
  endLeft(signal: AbortSignal): Promise<void>;
  /** Verdicts that are remembered from earlier starts. */
  verdicts(): Promise<readonly AcceleratorVerdict[]>;
}
