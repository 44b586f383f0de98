import { readFile } from 'node:fs/promises';
import type { Instance } from './instance.ts';

/** The parts of a save as the host's log names them, in order. */
export const saveParts = {
  rest: 'Sync and drop caches in the guest',
  write: 'Write the memory',
  stamp: 'Stamp the data disk',
  sum: 'Sync the file and sum it up',
  place: 'Put it in its place',
} as const;

/** What is left of the whole command. */
export const restOfSave = 'The rest: the command itself, end of QEMU';

/** What each part of the last save took by the host's log, in milliseconds. Rejects when it tells of none. */
export async function readSaveParts({ paths }: Instance): Promise<ReadonlyMap<string, number>> {
  const log = await readFile(paths.supervisorLog, 'utf8');
  const words = [...log.matchAll(/saved memory: ([^\n]*)/g)].at(-1)?.[1] ?? '';
  const found = [...words.matchAll(/(\w+) (\d+) ms/g)].map(
    ([, name = '', milliseconds]) => [name, Number(milliseconds)] as const,
  );
  if (found.length === 0) throw new Error("The host's log does not tell what the save took");
  return new Map(found);
}

/** What all parts took together, in milliseconds. */
export function sumOfParts(parts: ReadonlyMap<string, number>): number {
  return [...parts.values()].reduce((total, value) => total + value, 0);
}
