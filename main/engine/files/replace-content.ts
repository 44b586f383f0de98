import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { SlipwayError, toFailure } from '../../contract/errors.ts';
import { never } from '../../util/wait.ts';
import { withEngineDeadline } from '../deadlines.ts';
import { shortVolumeName } from '../volumes.ts';
import { withArchives } from './archive.ts';
import { command, complained } from './command.ts';
import { makeFolder, remove, temporaryName } from './file-tree.ts';
import type { Helpers } from './helpers.ts';
import { type Tree, withTree } from './tree.ts';

/** What the top of a volume is: whose, which rights, since when. */
export interface Attributes {
  readonly owner: string;
  readonly mode: string;
  /** Seconds since 1970. */
  readonly time: string;
}

/** What comes into a volume. */
export interface Coming {
  readonly archive: () => Promise<Readable>;
  /** What is told when the archive itself breaks off; the engine's client takes that for a broken connection. */
  readonly failure: (error: unknown) => unknown;
  /** Hears when all has come: the signal counts no more then. */
  readonly onFinal: () => void;
  /** The volume was made for it, and is removed when it fails. */
  readonly isNew: boolean;
}

/** Exit codes of helper.sh when it has moved nothing, or has put back what it moved. */
const nothingDone: readonly number[] = [3, 4, 9];

/**
 * Puts what an archive holds in the place of all that is in a volume. It is unpacked into a stage beside what is there; then names
 * alone are exchanged, and what was there before is removed last. Nothing is ever removed while it is half done: should it
 * end there, the error names the folders in which both are, unless the volume is new and nothing was in it.
 */
export async function replaceContent(
  engine: Docker,
  helpers: Helpers,
  name: string,
  top: Attributes | undefined,
  signal: AbortSignal,
  { archive, failure, onFinal, isNew }: Coming,
): Promise<void> {
  const source = { kind: 'volume', name } as const;
  const tree = <T>(work: Parameters<typeof withTree<T>>[4], until: AbortSignal) =>
    withTree(engine, helpers, source, until, work);
  const stage = temporaryName();
  let isHalfDone = false;
  try {
    // It may be made although no answer comes.
    await withEngineDeadline('change', `open the volume ${shortVolumeName(name)}`, signal, (until) =>
      tree((files) => makeFolder(files, '/', stage, until), until),
    );
    await withArchives(engine, source, signal, async (archives) => {
      const body = await archive();
      let wrong: unknown;
      body.on('error', (error) => {
        wrong = error;
      });
      try {
        await archives.put(`/${stage}`, body, signal);
      } catch (error) {
        throw wrong === undefined || signal.aborted ? error : failure(wrong);
      } finally {
        body.destroy();
      }
    });
    signal.throwIfAborted();
    // From here on nobody ends it.
    onFinal();
    await withEngineDeadline(
      'prune',
      `replace what is in the volume ${shortVolumeName(name)}`,
      never,
      (until) =>
        tree(async (files) => {
          const { base } = files.place('/');
          const words = ['exchange', base, stage];
          isHalfDone = true;
          const { code, complaint } = await command(
            files,
            'replace all of',
            '/',
            words,
            until,
            undefined,
            nothingDone,
          );
          isHalfDone = false;
          if (code !== null && nothingDone.includes(code))
            throw complained(`Could not replace what is in ${files.owner}`, complaint);
          await finish(files, stage, top, until);
        }, until),
    );
  } catch (error) {
    if (isHalfDone) throw isNew ? error : halfDone(name, stage, error);
    await withEngineDeadline('change', 'remove what had come', never, (until) =>
      tree((files) => remove(files, '/', [stage], until), until),
    ).catch(() => undefined);
    throw error;
  }
}

/** Removes what was there before, and makes the top what it is to be: that last, for the time of its change is a part of it. */
async function finish(
  tree: Tree,
  stage: string,
  top: Attributes | undefined,
  signal: AbortSignal,
): Promise<void> {
  try {
    await remove(tree, '/', [`${stage}-before`], signal);
  } finally {
    const { base } = tree.place('/');
    if (top !== undefined)
      await command(tree, 'restore', '/', ['attributes', base, top.owner, top.mode, top.time], signal);
  }
}

function halfDone(name: string, stage: string, cause: unknown): SlipwayError {
  const failure = toFailure(cause);
  return new SlipwayError(
    {
      ...failure,
      message: `The content of the volume ${shortVolumeName(name)} was replaced only in part. ${failure.message}`,
      hint: `Nothing of it was removed: what was there before is in the volume’s folder ${stage}-before, and what was to come in ${stage} and beside it.`,
    },
    { cause },
  );
}
