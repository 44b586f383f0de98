import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Share } from '../../../contract/shares.ts';
import type { CommandLine } from '../../../util/inherit-nothing.ts';

const manifestSchema = z.object({
  version: z.string(),
  loader: z.string(),
  libraryPath: z.string(),
  binaries: z.object({ server: z.string(), busybox: z.string() }),
});

/** Making a namespace, on a machine under load. In milliseconds. */
const probeDeadlineMs = 10_000;

/** All ids that there are; the last number means "none". */
const allIds = 4_294_967_295;

/** A virtiofsd that can be started, and what makes the namespaces around it. */
export interface ShareProgram {
  readonly version: string;
  /** virtiofsd by its own loader. */
  readonly server: CommandLine;
  readonly busybox: string;
}

/** Whom files of the host belong to, as this process sees it. */
export interface HostUser {
  readonly uid: number;
  readonly gid: number;
}

/** The bundled virtiofsd. Rejects when it cannot be read. */
export async function findShareProgram(folder: string): Promise<ShareProgram> {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
  return {
    version: manifest.version,
    server: {
      command: join(folder, manifest.loader),
      parameters: [
        '--library-path',
        join(folder, manifest.libraryPath),
        join(folder, manifest.binaries.server),
      ],
    },
    busybox: join(folder, manifest.binaries.busybox),
  };
}

/** Whether this user may make the namespaces in which folders are shared. */
export async function canConfine({ busybox }: ShareProgram, user: HostUser): Promise<boolean> {
  const mount = [busybox, 'mount', '-t', 'tmpfs', '-o', 'ro', 'slipway', '/tmp'];
  return promisify(execFile)(busybox, [...namespaces(user), ...mount], { timeout: probeDeadlineMs }).then(
    () => true,
    () => false,
  );
}

/**
 * The command line by which a folder is shared over a socket, to be run in the socket's folder. It runs in namespaces of its
 * own. In there `hidden` folders are covered with an empty one, the share is made a mount of itself, and virtiofsd makes that its
 * root: nothing else of this machine has a name, whatever the guest does with links, and a folder that is moved out of a mount while
 * it is open has nothing above it. (virtiofsd's own namespaces would do the same, but by a second process that stays when the
 * first is killed.) It ends when QEMU lets go of the socket.
 */
export function shareCommand(
  program: ShareProgram,
  share: Share,
  {
    socket,
    hidden,
    user,
  }: { readonly socket: string; readonly hidden: readonly string[]; readonly user: HostUser },
): CommandLine {
  const { busybox, server } = program;
  return {
    command: busybox,
    parameters: [
      ...namespaces(user),
      ...[busybox, 'sh', '-c', confineAndBecome, busybox, share.path, ...hidden, '--'],
      ...[server.command, ...server.parameters],
      ...['--socket-path', socket, '--shared-dir', share.path],
      ...['--sandbox', 'chroot', '--log-level', 'error', '--inode-file-handles=never'],
      ...owners('uid', user.uid),
      ...owners('gid', user.gid),
      // What the guest has open when its memory is saved is told by name; what has no name by then is lost to it, and no more.
      ...['--migration-mode', 'find-paths', '--migration-on-error', 'guest-error'],
      // No device nodes: they would be the host's.
      '--modcaps=-mknod',
      ...(share.readOnly ? ['--readonly'] : []),
    ],
  };
}

/** `$0` is busybox, the first word the share; up to `--` each folder is covered, the rest is run in the place of this process. */
const confineAndBecome = `
share=$1
shift
while [ "$1" != -- ]; do
  "$0" mount -t tmpfs -o ro,nosuid,nodev,noexec,mode=555,size=4k,nr_inodes=1 slipway "$1" || exit 70
  shift
done
shift
"$0" mount -o rbind "$share" "$share" || exit 70
exec "$@"`;

/**
 * What begins a command line that runs in namespaces of its own, where it may mount. An ordinary user may do so in a namespace of
 * users alone, where he is root and nobody else is anybody.
 */
export function namespaces({ uid }: HostUser): readonly string[] {
  return uid === 0 ? ['unshare', '-m'] : ['unshare', '-U', '-r', '-m'];
}

/** Whoever writes in a container, it becomes the user's on the host; what is the user's keeps its number in the guest. */
function owners(kind: 'uid' | 'gid', id: number): readonly string[] {
  const translate = `--translate-${kind}`;
  return [...[translate, `squash-guest:0:0:${allIds}`], ...(id === 0 ? [] : [translate, `host:0:${id}:1`])];
}
