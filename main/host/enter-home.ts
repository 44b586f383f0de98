import { SlipwayError } from '../contract/errors.ts';
import type { HomePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { spendReserve } from '../home/reserve.ts';
import { statusFromDisk } from './disk-status.ts';

/**
 * {@link prepareHome} for who is to supervise the VM. On a full disk the home's reserve is spent, if there is a VM that
 * needs a host; a new VM would only fill what is left.
 */
export async function enterHome(paths: HomePaths): Promise<void> {
  try {
    await prepareHome(paths);
  } catch (error) {
    const isFull = error instanceof SlipwayError && error.code === 'disk-full';
    if (!isFull || (await statusFromDisk(paths)).vm === null || !(await spendReserve(paths))) throw error;
    await prepareHome(paths);
  }
}
