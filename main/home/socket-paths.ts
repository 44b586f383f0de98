import { SlipwayError } from '../contract/errors.ts';
import type { HomePaths } from './paths.ts';

/** Bytes that a unix socket's path may take, its closing zero included (sun_path). */
const longestSocketPath = process.platform === 'linux' ? 108 : 104;

/** Bytes that the paths of a home's sockets may still grow; negative when one of them is too long already. */
export function socketPathRoom(paths: HomePaths): number {
  if (process.platform === 'win32') return Number.POSITIVE_INFINITY;
  const sockets = [
    ...[paths.dockerSocket, paths.controlSocket, paths.ownSocket],
    ...[paths.qmpSocket, paths.engineForward, paths.sshForward],
  ];
  return longestSocketPath - Math.max(...sockets.map((socket) => Buffer.byteLength(socket) + 1));
}

/** Throws `home-path-too-long` when a socket below the home could not be bound. */
export function checkSocketPaths(paths: HomePaths): void {
  const room = socketPathRoom(paths);
  if (room >= 0) return;
  throw new SlipwayError({
    code: 'home-path-too-long',
    message: `Slipway's folder ${paths.home} has too long a path for a socket: ${-room} bytes over the system's limit.`,
    hint: 'Set SLIPWAY_HOME to a shorter path, such as ~/.slipway.',
  });
}
