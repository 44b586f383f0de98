import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { SlipwayError } from '../contract/errors.ts';
import { isWithin, type Share, type ShareState } from '../contract/shares.ts';
import { refusalText } from '../contract/system-errors.ts';

/** A playbook on this computer that a container can read. */
export interface Playbook {
  /** Absolute and without links: its path in the guest, too. */
  readonly file: string;
  /** The share that it lies in. */
  readonly share: Share;
}

/** The file that a path names, its links followed. Throws `file-unusable` for what is no file that can be read. */
export async function readablePlaybook(path: string): Promise<string> {
  const given = resolve(path);
  try {
    const file = await realpath(given);
    const found = await stat(file);
    if (found.isDirectory()) throw unusable(given, 'it is a folder', 'Name the playbook in it.');
    if (!found.isFile()) throw unusable(given, 'it is no file', 'Name a file in YAML.');
    await access(file, constants.R_OK);
    return file;
  } catch (error) {
    if (error instanceof SlipwayError) throw error;
    throw unusable(given, refusalText(error), 'Check the path, and whether you may read it.', error);
  }
}

/** A playbook with the share that shows it to containers. Throws `share-unavailable` when none does. */
export function sharedPlaybook(file: string, shares: readonly ShareState[]): Playbook {
  const holding = shares.filter(({ path }) => isWithin(file, path));
  // One whose access has changed is there twice: as the VM that runs has it, and as the next start will.
  const share = holding.find(({ isShown }) => isShown) ?? holding[0];
  if (share?.isShown) return { file, share: { path: share.path, readOnly: share.readOnly } };
  const folder = dirname(file);
  const refuse = (why: string, hint: string) =>
    new SlipwayError({
      code: 'share-unavailable',
      message: `The playbook ${basename(file)} cannot be run: ${why}.`,
      hint,
    });
  if (share === undefined)
    throw refuse(
      `its folder ${folder} is not shared with containers`,
      `\`slipway share add ${folder}\` and \`slipway restart\`, or move it into a folder that is shared (\`slipway share list\`).`,
    );
  if (share.problem !== null)
    throw refuse(`${share.path} cannot be shown to containers: ${share.problem.message}`, share.problem.hint);
  throw refuse(`${share.path} is shared from the next start on`, '`slipway restart`.');
}

/** Where a playbook runs: in the folder where it was asked for, as `ansible-playbook` would, if containers see that. */
export function workingFolder({ file, share }: Playbook, here: string): string {
  return isWithin(here, share.path) ? here : dirname(file);
}

function unusable(path: string, why: string, hint: string, cause?: unknown): SlipwayError {
  return new SlipwayError(
    { code: 'file-unusable', message: `The playbook ${path} cannot be read: ${why}.`, hint },
    { cause },
  );
}
