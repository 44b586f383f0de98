import type { Assets } from '../../../main/assets.ts';

/** Where things are, and what only a script that is not compiled can do. */
export interface BenchSurroundings {
  /** The checkout. */
  readonly root: string;
  /** The folder of the compiled benchmarks. */
  readonly out: string;
  /** Builds the guest that Slipway's is compared with, or finds it. */
  readonly buildStockGuest: (options: {
    readonly buildDir: string;
    readonly signal: AbortSignal;
    readonly onProgress: (progress: { readonly message: string }) => void;
  }) => Promise<{ readonly folder: string }>;
  /** Builds the app that puts every row into the page; gives the Electron that starts it. */
  readonly buildPlainApp: () => Promise<string>;
  /** Builds the app with an empty page; gives the Electron that starts it. */
  readonly buildPlainLog: () => Promise<string>;
}

/** What every measurement is given. */
export interface BenchContext extends BenchSurroundings {
  readonly assets: Assets;
  readonly runs: number;
  /** Size of what is sent through the sockets, in MB of 1,000,000 bytes. */
  readonly megabytes: number;
  readonly signal: AbortSignal;
  /** Tells whoever waits what is being done. */
  readonly say: (line: string) => void;
}

/** The VM that every measurement uses. */
export const benchMachine = { cpus: 2, memoryMiB: 2048 } as const;
