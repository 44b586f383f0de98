import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { nodeNamePattern } from '../../contract/node-vm-words.ts';
import { type HomePaths, nodePaths } from '../../home/paths.ts';
import { readJsonFile, syncFolder, writeFileAtomically } from '../../util/atomic-file.ts';
import { ignoreMissing } from '../../util/file-errors.ts';
import { makeFolder } from '../../util/make-folder.ts';
import { lastNode, mainNode } from '../../vm/node-address.ts';

const schema = z.object({
  version: z.literal(1),
  name: z.string().regex(nodeNamePattern),
  number: z
    .number()
    .int()
    .min(mainNode + 1)
    .max(lastNode),
  nodeId: z.string().nullable(),
  createdAt: z.number(),
});

/** What is written down of a further VM. */
export interface NodeRecord {
  readonly name: string;
  /** Its place in the network of VMs (main/vm/node-address.ts). */
  readonly number: number;
  /** Its id in the Swarm; null while it has not joined: what a host finds so was never finished. */
  readonly nodeId: string | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** What is found of further VMs. */
export interface FoundRecords {
  /** In the order of their numbers. */
  readonly records: readonly NodeRecord[];
  /** Folders without a record that can be read. */
  readonly unreadable: readonly string[];
}

const recordName = 'node.json';

function recordFile(main: HomePaths, name: string): string {
  return join(nodePaths(main, name).home, recordName);
}

/** A folder that is no VM's: not yet, or not any more. */
function aside(main: HomePaths, name: string, why: 'new' | 'removed'): string {
  return join(main.nodes, `.${name}.${why}`);
}

/** Whether there is, or was, any of them in this home. */
export async function wereThereAny(main: HomePaths): Promise<boolean> {
  return (await readdir(main.nodes).catch(ignoreMissing)) !== undefined;
}

/** Reads what is written down of all of them. */
export async function readNodeRecords(main: HomePaths): Promise<FoundRecords> {
  const names = ((await readdir(main.nodes).catch(ignoreMissing)) ?? []).filter((name) =>
    nodeNamePattern.test(name),
  );
  const read = await Promise.all(
    names.map(async (name) => {
      const parsed = schema.safeParse(await readJsonFile(recordFile(main, name)));
      if (!parsed.success || parsed.data.name !== name) return name;
      const { version: _, ...record } = parsed.data;
      return record;
    }),
  );
  const records = read.filter((one) => typeof one !== 'string');
  return {
    records: records.toSorted((one, other) => one.number - other.number),
    unreadable: read.filter((one) => typeof one === 'string'),
  };
}

/** Makes the folder of one that is to be made, its record in it: there is none without, whenever its host is killed. */
export async function createNodeFolder(main: HomePaths, record: NodeRecord): Promise<void> {
  const folder = aside(main, record.name, 'new');
  await rm(folder, { recursive: true, force: true });
  try {
    await makeFolder(folder);
    await writeFileAtomically(join(folder, recordName), JSON.stringify({ version: 1, ...record }));
    await rename(folder, nodePaths(main, record.name).home);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  await syncFolder(main.nodes);
}

/** Removes the folder of one whose VM has ended, with all that it holds; out of sight at once, so that no part is ever taken for a VM. */
export async function removeNodeFolder(main: HomePaths, name: string): Promise<void> {
  const folder = aside(main, name, 'removed');
  await rm(folder, { recursive: true, force: true });
  await rename(nodePaths(main, name).home, folder).catch(ignoreMissing);
  await rm(folder, { recursive: true, force: true });
}

/** Removes what a host that was killed left of folders on their way in or out. */
export async function sweepNodeFolders(main: HomePaths): Promise<void> {
  const names = (await readdir(main.nodes).catch(ignoreMissing)) ?? [];
  for (const name of names.filter((one) => /\.(?:new|removed)$/.test(one) && one.startsWith('.')))
    await rm(join(main.nodes, name), { recursive: true, force: true });
}

/** Writes a record down, its folder being there. */
export async function writeNodeRecord(main: HomePaths, record: NodeRecord): Promise<void> {
  await writeFileAtomically(recordFile(main, record.name), JSON.stringify({ version: 1, ...record }));
}

/** The lowest number that none of them has; undefined when there are no more. */
export function freeNumber(taken: readonly number[]): number | undefined {
  for (let number = mainNode + 1; number <= lastNode; number += 1) if (!taken.includes(number)) return number;
  return undefined;
}
