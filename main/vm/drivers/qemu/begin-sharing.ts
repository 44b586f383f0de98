import { SlipwayError } from '../../../contract/errors.ts';
import type { HomePaths } from '../../../home/paths.ts';
import type { MachineSpecification } from '../../driver.ts';
import type { ShareMeans } from './share-offer.ts';
import { endShareServers, startShareServers } from './share-servers.ts';
import { type LentMemory, lendMemory } from './shared-memory.ts';

/**
 * Starts what shares the folders of a VM that is about to be started; the memory that it does so by is undefined when there are
 * none. `hiddenFolders`: what no guest may see, without links. Leaves nothing behind when it rejects with `share-unavailable`.
 */
export async function beginSharing(
  { shares, memoryMiB }: Pick<MachineSpecification, 'shares' | 'memoryMiB'>,
  findMeans: () => Promise<ShareMeans>,
  paths: HomePaths,
  hiddenFolders: () => Promise<readonly string[]>,
  signal: AbortSignal,
): Promise<LentMemory | undefined> {
  await endShareServers(paths);
  if (shares.length === 0) return undefined;
  const means = await findMeans();
  if (means.kind === 'unable') throw new SlipwayError(means.why);
  const { program, user } = means;
  await startShareServers(shares, { paths, program, user, hidden: await hiddenFolders() }, signal);
  try {
    return await lendMemory(program, user, memoryMiB * 1024 ** 2, signal);
  } catch (error) {
    await endShareServers(paths);
    throw error;
  }
}
