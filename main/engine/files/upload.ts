import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { inFolder } from '../../contract/engine/file-paths.ts';
import type { CarriedPiece, TreeSource } from '../../contract/engine/file-trees.ts';
import { SlipwayError } from '../../contract/errors.ts';
import { nameOf } from '../../util/byte-names.ts';
import { never } from '../../util/wait.ts';
import { withEngineDeadline } from '../deadlines.ts';
import { withArchives } from './archive.ts';
import { command } from './command.ts';
import { canTransfer, makeFolder, mayMove, mayWrite, remove, temporaryName } from './file-tree.ts';
import type { Helpers } from './helpers.ts';
import { type Gathered, gatherFiles, packFiles } from './pack-files.ts';
import { type FileRecord, readRecords } from './records.ts';
import { type Tree, withTree } from './tree.ts';

/** Exit code of helper.sh for a name that is there, and was not to be replaced. */
const nameTaken = 8;

/** What {@link upload} is to put where. */
export interface Upload {
  readonly source: TreeSource;
  readonly folder: string;
  /** Paths of this machine. */
  readonly paths: readonly string[];
  readonly replace: boolean;
}

/**
 * Puts files and folders of this machine into a folder. They come in under a name of their own beside, and take their places
 * once all are there; only where folders are put together they come in one by one.
 */
export async function upload(
  engine: Docker,
  helpers: Helpers,
  { source, folder, paths, replace }: Upload,
  tell: (piece: CarriedPiece) => void,
  signal: AbortSignal,
): Promise<CarriedPiece> {
  const doing = `put files into ${folder}`;
  const tree = <T>(work: (files: Tree, until: AbortSignal) => Promise<T>, by = signal) =>
    withEngineDeadline('change', doing, by, (until) =>
      withTree(engine, helpers, source, until, (files) => work(files, until)),
    );
  const present = await tree(async (files, until) => {
    mayWrite(files, folder);
    if (!canTransfer(files, folder)) throw inMemory(folder);
    const place = files.place(folder);
    const mark = randomBytes(16).toString('hex');
    const { output } = await command(files, 'read', folder, ['list', place.base, place.path, mark], until);
    return readRecords(output, mark);
  });
  const gathered = await gatherFiles(paths, signal);
  const taken = present.filter(({ name }) => name !== '.' && gathered.names.has(name));
  if (taken.length > 0 && !replace) return { kind: 'taken', names: taken.map(({ name }) => name) };
  mayReplace(gathered, taken, folder);

  const owner = present.find(({ name }) => name === '.') ?? { uid: 0, gid: 0 };
  let done = { bytes: 0, files: 0 };
  const packed = () =>
    Readable.from(
      packFiles(gathered, { uid: owner.uid, gid: owner.gid }, (bytes, files) => {
        done = { bytes, files };
        tell({ kind: 'progress', bytes, files, total: gathered.bytes });
      }),
      { objectMode: false },
    );
  const putInto = (at: string) =>
    withArchives(engine, source, signal, async (archives) => {
      const body = packed();
      // The engine's client turns what goes wrong with a file into a broken connection.
      let wrong: unknown;
      body.on('error', (error) => {
        wrong = error;
      });
      try {
        await archives.put(at, body, signal);
      } catch (error) {
        throw wrong === undefined || signal.aborted ? error : wrong;
      } finally {
        // What was not taken is not read, either: a file of this machine is open for it.
        body.destroy();
      }
    });

  if (taken.some(({ kind }) => kind === 'folder')) {
    await putInto(folder);
    return { kind: 'done', ...done };
  }
  const stage = temporaryName();
  const replaced = taken.map(({ name }) => name);
  const added = [...gathered.names.keys()].filter((name) => !replaced.includes(name));
  try {
    await tree(async (files, until) => {
      await mayMove(files, 'replace', folder, replaced, until);
      // It may be made although no answer comes.
      await makeFolder(files, folder, stage, until);
    });
    await putInto(inFolder(folder, stage));
    signal.throwIfAborted();
    // Nobody ends it between two names.
    tell({ kind: 'final' });
    const came = await tree(async (files, until) => {
      // What came meanwhile nobody was asked about.
      await mayMove(files, 'replace', folder, [...gathered.names.keys()], until);
      const place = files.place(folder);
      const words = ['publish', place.base, place.path, stage, ...added, '/', ...replaced];
      const { output } = await command(files, 'write to', folder, words, until, undefined, [nameTaken]);
      if (output.length > 0) await remove(files, folder, [stage], until);
      return nameOf(output).split('/').filter(Boolean);
    }, never);
    if (came.length > 0) return { kind: 'taken', names: came };
  } catch (error) {
    await tree((files, until) => remove(files, folder, [stage], until), never).catch(() => undefined);
    throw error;
  }
  return { kind: 'done', ...done };
}

/** A file never takes the place of a folder, nor the other way round: more would be lost than was asked about. */
function mayReplace({ names }: Gathered, taken: readonly FileRecord[], folder: string): void {
  for (const { name, kind } of taken) {
    const comes = names.get(name);
    if ((comes === 'folder') === (kind === 'folder')) continue;
    throw new SlipwayError({
      code: 'invalid-argument',
      message: `Could not put ${name} into ${folder}: ${comes === 'folder' ? 'a file of that name is there' : 'there is a folder of that name'}.`,
      hint: 'Rename or delete it first.',
    });
  }
}

function inMemory(folder: string): SlipwayError {
  return new SlipwayError({
    code: 'invalid-argument',
    message: `Could not put files into ${folder}: it is not kept on a disk, and the engine cannot copy into it.`,
    hint: 'Put them into another folder, and move them with a terminal in the container.',
  });
}
