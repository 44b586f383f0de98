import { rm } from 'node:fs/promises';
import { SlipwayError } from '../contract/errors.ts';
import { findDoorSockets, type HomePaths, qemuSockets } from '../home/paths.ts';
import { readJsonFile } from '../util/atomic-file.ts';
import { isAlive } from '../util/process-identity.ts';
import { parseMachineRecord } from './machine-record.ts';
import { undying } from './orphan.ts';

/**
 * Removes what told where the VM was; QEMU leaves its sockets behind. Throws `vm-orphaned`, removing nothing, while the
 * VM's process lives: the next host has to find it.
 */
export async function forgetMachine(paths: HomePaths): Promise<void> {
  const record = parseMachineRecord(await readJsonFile(paths.vmRecord));
  if (record !== undefined && (await isAlive(record.process)))
    throw new SlipwayError(undying(record.process.pid));
  const { vmRecord, seed } = paths;
  for (const path of [vmRecord, seed, ...qemuSockets(paths), ...(await findDoorSockets(paths))])
    await rm(path, { force: true });
}
