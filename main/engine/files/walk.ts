import { namesOf, pathOf } from '../../contract/engine/file-paths.ts';
import { SlipwayError } from '../../contract/errors.ts';
import { nameOf } from '../../util/byte-names.ts';
import type { Tree } from './tree.ts';

/** As the kernel: whoever has to follow more is led in circles. */
const mostLinks = 40;

/** Where a path leads. */
export interface Reached {
  readonly kind: 'folder' | 'other';
  /** Without links. */
  readonly path: string;
}

/**
 * Follows a path through a tree. A link is followed here and not by the kernel, for which it would begin at the helper's
 * own top. Nothing leads out of the tree. Rejects with `not-found` where nothing is.
 */
export async function walk(tree: Tree, path: string, signal: AbortSignal): Promise<Reached> {
  /** What was gone along already: folders and no links. */
  let behind: readonly string[] = [];
  let ahead = namesOf(path);
  for (let links = 0; ; ) {
    const up = ahead.indexOf('..');
    const stretch = up < 0 ? ahead : ahead.slice(0, up);
    const step = await follow(tree, behind, stretch, signal);
    if (step.kind === 'link') {
      links += 1;
      if (links > mostLinks) throw inCircles(tree, path);
      const at = [...behind, ...stretch.slice(0, step.index + 1)];
      behind = step.target.startsWith('/') ? top(tree, at, step.target) : at.slice(0, -1);
      ahead = [...namesOf(step.target), ...ahead.slice(step.index + 1)];
      continue;
    }
    behind = [...behind, ...stretch];
    if (up < 0) return { kind: step.kind, path: pathOf(behind) };
    if (step.kind === 'other') throw nothingThere(tree, path);
    // Above its top there is nothing of a container; what is above a volume's is not known here.
    behind = behind.length === 0 && links > 0 ? top(tree, behind, '..') : behind.slice(0, -1);
    ahead = ahead.slice(up + 1);
  }
}

type Step =
  | { readonly kind: 'folder' | 'other' }
  | { readonly kind: 'link'; readonly index: number; readonly target: string };

/** Goes along names from a folder as far as one gets without following a link. */
async function follow(
  tree: Tree,
  behind: readonly string[],
  stretch: readonly string[],
  signal: AbortSignal,
): Promise<Step> {
  const whole = pathOf([...behind, ...stretch]);
  const { base, path: inside } = tree.place(whole);
  // What lies before a mount is of no account: the mount's own place is gone to.
  const inner = namesOf(inside);
  const skipped = behind.length + stretch.length - inner.length;
  const { code, output } = await tree.helper.ask([...tree.guard, 'walk', base, ...inner], signal);
  if (code === 7) throw goneContainer(tree);
  if (code !== 0) throw nothingThere(tree, whole);
  const [, word = '', index = '', target = ''] = /^(\w+) ?(\d*) ?([\s\S]*)$/.exec(nameOf(output)) ?? [];
  const reached = skipped + Number(index) - behind.length;
  switch (word) {
    case 'folder':
      return { kind: 'folder' };
    case 'top':
      return { kind: 'other' };
    case 'link':
      return { kind: 'link', index: reached, target };
    case 'file':
      if (reached === stretch.length - 1) return { kind: 'other' };
      throw nothingThere(tree, whole);
    default:
      throw nothingThere(tree, whole);
  }
}

/** The top, for a way that leads there. Throws where the tree's own is not meant. */
function top(tree: Tree, at: readonly string[], target: string): readonly string[] {
  if (tree.hasOwnTop) return [];
  throw new SlipwayError({
    code: 'invalid-argument',
    message:
      at.length === 0
        ? `The link leads out of ${tree.owner}.`
        : `The link ${pathOf(at)} leads to ${target}, which is outside of ${tree.owner}.`,
    hint: 'Look for it in a container that has the volume.',
  });
}

function inCircles(tree: Tree, path: string): SlipwayError {
  return new SlipwayError({
    code: 'invalid-argument',
    message: `Could not open ${path} in ${tree.owner}: its links lead in a circle.`,
    hint: 'Look at the folder that it is in.',
  });
}

/** The error for a container that ended in between. */
export function goneContainer(tree: Tree): SlipwayError {
  return new SlipwayError({
    code: 'not-running',
    message: `Could not reach the files of ${tree.owner}: it has just ended.`,
    hint: 'Try again.',
  });
}

/** The error for a path at which nothing is. */
export function nothingThere(tree: Tree, path: string): SlipwayError {
  return new SlipwayError({
    code: 'not-found',
    message: `There is no ${path} in ${tree.owner}.`,
    hint: 'Check the path; it may have been removed meanwhile.',
  });
}
