/** What a home takes on the host's disk. All in bytes; of files, the blocks that are really used, unless it says length. */
export interface DiskUsage {
  readonly file: {
    readonly path: string;
    /** How large the guest sees the disk. */
    readonly lengthBytes: number;
    readonly usedBytes: number;
  };
  /** In the file system on it, as the guest tells; null unless the engine runs. */
  readonly fileSystem: { readonly usedBytes: number; readonly freeBytes: number } | null;
  /** The memory of a VM that sleeps. */
  readonly sleepBytes: number;
  /** The memory that starts begin from. */
  readonly templateBytes: number;
  readonly snapshotsBytes: number;
  /** Further VMs, with their disks and their saved memory. */
  readonly nodesBytes: number;
  readonly logsBytes: number;
}

/** What compacting or resizing did to the data disk's file, in bytes. */
export interface DiskChange {
  readonly before: DiskUsage['file'];
  readonly after: DiskUsage['file'];
}

/** Memory of a VM that runs, in bytes. */
export interface MemoryUse {
  /** What the VM's process holds of the host's memory. */
  readonly holdsBytes: number;
  /** What the guest could not do without. */
  readonly usesBytes: number;
}
