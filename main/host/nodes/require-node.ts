import { SlipwayError } from '../../contract/errors.ts';
import type { HomePaths } from '../../home/paths.ts';
import { nodeNotFound } from './node-failures.ts';
import { readNodeRecords } from './node-records.ts';

/** Vouches that there is a further VM of that name, be its record readable or not; throws `not-found` with those there are. */
export async function requireNode(main: HomePaths, name: string): Promise<void> {
  const { records, unreadable } = await readNodeRecords(main);
  const names = [...records.map((record) => record.name), ...unreadable];
  if (names.includes(name)) return;
  throw new SlipwayError(nodeNotFound(name, names));
}
