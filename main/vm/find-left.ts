import { readJsonFile, writeFileAtomically } from '../util/atomic-file.ts';
import type { Machine, MachineRecord } from './driver.ts';
import { claimDisk } from './launch.ts';
import { parseMachineRecord } from './machine-record.ts';
import { discard, finishSealed, isMemoryKept } from './memory/memory-image.ts';
import type { SupervisorOptions } from './supervisor.ts';

type Options = Pick<SupervisorOptions, 'paths' | 'driver' | 'log'>;

/** What an earlier host left: a VM that lives and obeys, the memory of one that sleeps, or nothing. */
export async function findLeft(
  options: Options,
  signal: AbortSignal,
): Promise<Machine | 'asleep' | undefined> {
  const { paths, log } = options;
  const record = parseMachineRecord(await readJsonFile(paths.vmRecord));
  const adopted = record === undefined ? undefined : await takeOver(record, options, signal);
  if (adopted !== undefined) {
    log('info', `adopting the VM of process ${adopted.record.process.pid}`);
    return adopted;
  }
  const finished = finishSealed(paths.asleep, paths.dataDisk).catch((error: Error) =>
    log('warn', `what was saved and does not count yet: ${error.message}`),
  );
  if (await finished) log('info', 'an earlier host had saved all of the memory, and ended before it counted');
  return (await isMemoryKept(paths.asleep)) ? 'asleep' : undefined;
}

/** Also a VM that stood still goes on then: what was saved of it does not count any more. */
async function takeOver(record: MachineRecord, { paths, driver, log }: Options, signal: AbortSignal) {
  const adopted = await driver.adopt(record, () => claimDisk({ paths }), signal);
  if (adopted === undefined) return undefined;
  await discard(paths.asleep);
  // A full disk is no reason to leave alone what runs.
  if (record.incoming)
    await writeFileAtomically(paths.vmRecord, JSON.stringify(adopted.record)).catch((error: Error) =>
      log('warn', `the VM's record: ${error.message}`),
    );
  return adopted;
}
