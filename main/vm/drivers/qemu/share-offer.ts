import { stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import type { Failure } from '../../../contract/errors.ts';
import type { Share } from '../../../contract/shares.ts';
import type { HomePaths } from '../../../home/paths.ts';
import type { FolderSharing, OfferedShares } from '../../driver.ts';
import type { QemuFeatures } from './features.ts';
import { canConfine, findShareProgram, type HostUser, type ShareProgram } from './share-program.ts';
import { capSharesLog, findDeadShares } from './share-servers.ts';

/** What is known of sharing on this machine. */
export type ShareMeans =
  | { readonly kind: 'able'; readonly program: ShareProgram; readonly user: HostUser }
  | { readonly kind: 'unable'; readonly why: Failure };

/** Finds out by trying whether folders can be shared here: at each start, since a refusal may have been mended, or QEMU changed. */
export function findShareMeans(
  serverFolder: string | null,
  features: () => Promise<QemuFeatures>,
): () => Promise<ShareMeans> {
  /** What has been seen to work stays; trying it takes a process or two. */
  let confines = false;
  return async () => {
    const { uid, gid } = userInfo();
    if (serverFolder === null || process.platform !== 'linux')
      return unable('this installation brings no virtiofsd for this machine', 'It is there on Linux on x64.');
    const program = await findShareProgram(serverFolder).catch(() => undefined);
    if (program === undefined)
      return unable(`the virtiofsd in ${serverFolder} cannot be used`, 'Install Slipway again.');
    if (!(await features()).shares)
      return unable(
        'this QEMU cannot hand shares over when the VM sleeps',
        'Use the bundled QEMU: `slipway settings unset qemu.path`.',
      );
    // Without them the guest might reach more than was shared: nothing is shared rather than that.
    confines ||= await canConfine(program, { uid, gid });
    if (!confines)
      return unable(
        'this system lets you make no user namespaces, which keep the VM within the share',
        'Allow them (sysctl kernel.unprivileged_userns_clone=1 or kernel.apparmor_restrict_unprivileged_userns=0).',
      );
    return { kind: 'able', program, user: { uid, gid } };
  };
}

/** Sharing by virtiofsd. */
export function createSharing(means: () => Promise<ShareMeans>, paths: HomePaths): FolderSharing {
  return {
    async lost(shown) {
      if (shown.length === 0) return [];
      await capSharesLog(paths);
      const dead = await findDeadShares(paths, shown);
      return dead.map((share) => ({ share, problem: ended(share) }));
    },
    async offer(wanted): Promise<OfferedShares> {
      if (wanted.length === 0) return { shown: [], problems: [] };
      const found = await means();
      if (found.kind === 'unable') return { shown: [], problems: [found.why] };
      const shown: Share[] = [];
      const problems: Failure[] = [];
      for (const share of wanted) {
        const isFolder = await stat(share.path).then(
          (there) => there.isDirectory(),
          () => false,
        );
        if (isFolder) shown.push(share);
        else problems.push(gone(share));
      }
      return { shown, problems };
    },
  };
}

function unable(why: string, hint: string): ShareMeans {
  return {
    kind: 'unable',
    why: { code: 'share-unavailable', message: `No folders are shared with the VM: ${why}.`, hint },
  };
}

function ended({ path }: Share): Failure {
  return {
    code: 'share-unavailable',
    message: `The VM has lost the folder ${path}: what shows it to it has ended. Whoever uses it in a container waits.`,
    hint: '`slipway restart` brings it back; `slipway logs --source shares` may say why it ended.',
  };
}

function gone({ path }: Share): Failure {
  return {
    code: 'share-unavailable',
    message: `The shared folder ${path} is not there.`,
    hint: `Bring it back and \`slipway restart\`, or \`slipway share rm ${path}\`.`,
  };
}
