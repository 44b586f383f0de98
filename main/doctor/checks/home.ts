import { formatSize } from '../../contract/format.ts';
import { inspectHome, nearestFolder } from '../../home/inspect-home.ts';
import { socketPathRoom } from '../../home/socket-paths.ts';
import { freeBytes, leastFreeBytes } from '../../vm/data-disk.ts';
import { type DoctorView, type Finding, failure, ok, warning } from '../check.ts';

/** Free bytes below which a few images fill the disk. */
const comfortableBytes = 5 * 1024 ** 3;

/** Bytes of a path: fewer than this, and the home of a further VM, which lies deeper, does not fit. */
const roomForNodes = 16;

/** The folder of the instance: that it is ours, can be written to, and its path is short enough for sockets. */
export async function checkHome({ paths }: Pick<DoctorView, 'paths'>): Promise<Finding> {
  const { home } = paths;
  await inspectHome(paths);
  if ((await nearestFolder(home)) !== home) return ok(`${home} is not there yet; the first start makes it.`);
  const room = socketPathRoom(paths);
  if (room < roomForNodes)
    return warning(
      `${home} can be written to; its path leaves ${room} bytes for longer ones, as those of further VMs are.`,
      'Where `slipway node add` is wanted, set SLIPWAY_HOME to a shorter path.',
    );
  return ok(`${home} can be written to.`);
}

/** The room on the disk that the instance is on. */
export async function checkDiskSpace({ paths }: Pick<DoctorView, 'paths'>): Promise<Finding> {
  const free = await freeBytes(await nearestFolder(paths.home));
  const said = `The disk with ${paths.home} has ${formatSize(free)} left`;
  const hint =
    '`slipway disk usage` says what Slipway takes; free some space, or move the folder and set SLIPWAY_HOME.';
  if (free < leastFreeBytes) return failure(`${said}; a start needs ${formatSize(leastFreeBytes)}.`, hint);
  return free < comfortableBytes ? warning(`${said}, which a few images fill.`, hint) : ok(`${said}.`);
}
