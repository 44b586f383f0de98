import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/**
 * Bytes summed up together. Saved memory has large holes, which are read at the speed of memory when the file is summed
 * up and not at all when it is compared.
 */
const pieceBytes = 4 * 1024 * 1024;

const zeros = Buffer.alloc(pieceBytes);

/** Sums of a file's pieces: CRC-32 by number, without the pieces that are all zeros. */
export interface Checksums {
  readonly bytes: number;
  readonly pieces: readonly (readonly [number: number, crc32: number])[];
}

/**
 * Sums up a file. CRC-32 is enough to find what a disk or a copy did to it, at 6 GB/s; it is not meant against whoever
 * can write this home anyway.
 */
export async function sumUp(path: string, signal: AbortSignal): Promise<Checksums> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const pieces: [number, number][] = [];
    const buffer = Buffer.alloc(pieceBytes);
    for (let number = 0; number * pieceBytes < size; number++) {
      signal.throwIfAborted();
      const { bytesRead } = await file.read(buffer, 0, pieceBytes, number * pieceBytes);
      const piece = buffer.subarray(0, bytesRead);
      if (!piece.equals(zeros.subarray(0, bytesRead))) pieces.push([number, crc32(piece)]);
    }
    return { bytes: size, pieces };
  } finally {
    await file.close();
  }
}

/** In which way a file differs from its sums, for a sentence; null when it does not. */
export async function compare(path: string, sums: Checksums, signal: AbortSignal): Promise<string | null> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size !== sums.bytes) return `it has ${size} bytes and not ${sums.bytes}`;
    const buffer = Buffer.alloc(pieceBytes);
    for (const [number, sum] of sums.pieces) {
      signal.throwIfAborted();
      const { bytesRead } = await file.read(buffer, 0, pieceBytes, number * pieceBytes);
      if (crc32(buffer.subarray(0, bytesRead)) !== sum)
        return `it was changed near byte ${number * pieceBytes}`;
    }
    return null;
  } finally {
    await file.close();
  }
}
