import { posix } from 'node:path';
import { SlipwayError } from '../../contract/errors.ts';
import type { Answer, CommandOptions } from './conversation.ts';
import type { Tree } from './tree.ts';
import { goneContainer, nothingThere } from './walk.ts';

/** Where a file is, for helper.sh: the folder and its name. */
export function spotOf(
  tree: Tree,
  path: string,
): { readonly base: string; readonly folder: string; readonly name: string } {
  const { base, path: inside } = tree.place(path);
  // A file that is a mount of its own.
  if (inside === '') return { base: posix.dirname(base), folder: '', name: posix.basename(base) };
  const at = inside.lastIndexOf('/');
  return { base, folder: at < 0 ? '' : inside.slice(0, at), name: inside.slice(at + 1) };
}

/** Runs a command of helper.sh on a path; `fine` are exit codes that are answers. Rejects with what it complained of. */
export async function command(
  tree: Tree,
  verb: string,
  path: string,
  words: readonly string[],
  signal: AbortSignal,
  options?: CommandOptions,
  fine: readonly number[] = [],
): Promise<Answer> {
  const answer = await tree.helper.ask([...tree.guard, ...words], signal, options);
  if (answer.code === 0 || answer.code === null || fine.includes(answer.code)) return answer;
  const failed = `Could not ${verb} ${path} in ${tree.owner}`;
  switch (answer.code) {
    case 3:
      throw nothingThere(tree, path);
    case 4:
      throw refused(`${failed}: a folder on the way is not where it was.`, 'Open the folder again.');
    case 5:
      throw refused(`${failed}: it is no plain file.`, 'Only plain files can be read and written.');
    case 7:
      throw goneContainer(tree);
    case 8:
      throw refused(`${failed}: that name is taken.`, 'Choose another name.');
    default:
      throw complained(failed, answer.complaint);
  }
}

/** The error for what a command complained of. `failed`: `Could not delete /etc`. */
export function complained(failed: string, complaint: string): SlipwayError {
  return refused(`${failed}: ${reason(complaint)}.`, hintFor(complaint), complaint);
}

/** The error for what a command could not do. */
export function refused(message: string, hint: string, detail?: string): SlipwayError {
  return new SlipwayError({
    code: 'engine-request-failed',
    message,
    hint,
    ...(detail === undefined || !detail.includes('\n') ? {} : { detail }),
  });
}

/** What went wrong, without the program's name and the path: `rm: can't remove './x': Read-only file system`. */
function reason(complaint: string): string {
  const [first = ''] = complaint.split('\n');
  const words = first.split(': ').at(-1)?.trim().replace(/\.$/, '') ?? '';
  return words === '' ? 'it was refused' : words;
}

function hintFor(complaint: string): string {
  if (/read-only/i.test(complaint)) return 'Nothing can be written there: look where it is mounted from.';
  if (/no space left/i.test(complaint)) return 'Free space with `slipway docker system prune`.';
  if (/busy/i.test(complaint)) return 'Something is mounted there: it goes only with its mount.';
  if (/not permitted|denied/i.test(complaint))
    return 'Change its rights or attributes with a terminal in the container; what the kernel makes up cannot be changed.';
  return 'Open the folder again, and look whether it is still as it was.';
}
