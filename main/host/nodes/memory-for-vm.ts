import { totalmem } from 'node:os';
import { type Failure, SlipwayError } from '../../contract/errors.ts';

const mebibyte = 1024 ** 2;

/** What else the computer is to have left, in MiB. */
const spareMiB = 256;

/** How much memory a computer can give. */
export interface MemoryLeft {
  /** Of all its memory, in MiB. */
  readonly totalMiB: number;
  /** What could be taken without others having to give way, in MiB; null where the system's word for it means something else. */
  readonly availableMiB: number | null;
}

/** Asks this computer. macOS counts what it keeps for later as taken, and gives it up when it is asked for. */
export function memoryLeft(): MemoryLeft {
  const availableMiB = process.platform === 'darwin' ? null : process.availableMemory() / mebibyte;
  return { totalMiB: totalmem() / mebibyte, availableMiB };
}

/** Throws `memory-insufficient` when a computer has no room for one more VM of `vmMiB`, beside `running` of them. */
export function checkMemoryForVm(
  vmMiB: number,
  running: number,
  { totalMiB, availableMiB }: MemoryLeft,
): void {
  const left = Math.floor(Math.min(availableMiB ?? Number.POSITIVE_INFINITY, totalMiB - running * vmMiB));
  if (left < vmMiB + spareMiB) throw new SlipwayError(insufficient(vmMiB, Math.max(0, left)));
}

function insufficient(vmMiB: number, left: number): Failure {
  return {
    code: 'memory-insufficient',
    message: `There is no memory for one more VM: it takes up to ${vmMiB} MiB, and this computer has ${left} MiB left.`,
    hint: 'End other programs, or give each VM less: `slipway settings set vm.memoryMiB 1024`, then `slipway restart`.',
  };
}
