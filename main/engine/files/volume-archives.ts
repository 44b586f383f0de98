import { stat } from 'node:fs/promises';
import { createGzip } from 'node:zlib';
import type Docker from 'dockerode';
import type { Header } from 'tar-stream';
import type { CarriedPiece } from '../../contract/engine/file-trees.ts';
import { SlipwayError } from '../../contract/errors.ts';
import { readFailure, receiveFile } from '../../util/receive-file.ts';
import { never } from '../../util/wait.ts';
import { engineError } from '../connection.ts';
import { withEngineDeadline } from '../deadlines.ts';
import { createVolume, removeVolume, shortVolumeName } from '../volumes.ts';
import { withArchives } from './archive.ts';
import { archiveFailure, checkArchive, openArchive } from './check-archive.ts';
import { command } from './command.ts';
import { temporaryName } from './file-tree.ts';
import type { Helpers } from './helpers.ts';
import { type FileRecord, readRecords } from './records.ts';
import { type Attributes, replaceContent } from './replace-content.ts';
import { type Tree, withTree } from './tree.ts';

type Tell = (piece: CarriedPiece) => void;

/** Saves all that is in a volume as an archive, packed by gzip. */
export function backUpVolume(
  engine: Docker,
  name: string,
  target: string,
  tell: Tell,
  signal: AbortSignal,
): Promise<CarriedPiece> {
  return withArchives(engine, { kind: 'volume', name }, signal, async (archives) => {
    const archive = await archives.get('/.', signal);
    try {
      let bytes = 0;
      archive.on('data', (piece: Buffer) => {
        bytes += piece.length;
        tell({ kind: 'progress', bytes, files: 0, total: null });
      });
      const packed = createGzip();
      archive.once('error', (error) => packed.destroy(error));
      await receiveFile(target, archive.pipe(packed), () => undefined, signal);
      return { kind: 'done', bytes, files: 1 };
    } finally {
      // The engine holds on to it for as long as somebody may still read this.
      archive.destroy();
    }
  });
}

/**
 * Puts what an archive holds into a volume, in the place of all that is in it. The archive is read to its end before anything
 * is done; then it is unpacked beside what is there, which goes only once all has come.
 */
export async function restoreVolume(
  engine: Docker,
  helpers: Helpers,
  { name, file, isNew }: { readonly name: string; readonly file: string; readonly isNew: boolean },
  tell: Tell,
  signal: AbortSignal,
): Promise<CarriedPiece> {
  const size = await stat(file).then(
    (found) => found.size,
    (error: unknown) => {
      throw readFailure(file, error);
    },
  );
  // Read twice: to check it, then to unpack it.
  const progress = (bytes: number) => tell({ kind: 'progress', bytes, files: 0, total: 2 * size });
  const checked = await checkArchive(file, progress, signal);
  const fill = () =>
    replaceContent(engine, helpers, name, attributesOf(checked.top), signal, {
      failure: (error) => archiveFailure(file, error),
      archive: () => openArchive(file, (bytes) => progress(size + bytes)),
      onFinal: () => tell({ kind: 'final' }),
      isNew,
    });
  if (isNew) await withNewVolume(engine, helpers, name, signal, fill);
  else await fill();
  return { kind: 'done', bytes: size, files: checked.files };
}

/** Makes a volume that holds what another one does. */
export async function cloneVolume(
  engine: Docker,
  helpers: Helpers,
  { name, newName }: { readonly name: string; readonly newName: string },
  tell: Tell,
  signal: AbortSignal,
): Promise<CarriedPiece> {
  const source = { kind: 'volume', name } as const;
  const top = await withTree(engine, helpers, source, signal, (tree) => topOf(tree, signal));
  let bytes = 0;
  await withArchives(engine, source, signal, (archives) =>
    withNewVolume(engine, helpers, newName, signal, () =>
      replaceContent(engine, helpers, newName, top, signal, {
        failure: (error) => engineError({ doing: `read the volume ${shortVolumeName(name)}` }, error),
        archive: async () => {
          const archive = await archives.get('/.', signal);
          archive.on('data', (piece: Buffer) => {
            bytes += piece.length;
            tell({ kind: 'progress', bytes, files: 0, total: null });
          });
          return archive.pause();
        },
        onFinal: () => tell({ kind: 'final' }),
        isNew: true,
      }),
    ),
  );
  return { kind: 'done', bytes, files: 0 };
}

/** Removes all that is in a volume. */
export function emptyVolume(
  engine: Docker,
  helpers: Helpers,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  return withEngineDeadline('prune', `empty the volume ${shortVolumeName(name)}`, signal, (until) =>
    withTree(engine, helpers, { kind: 'volume', name }, until, async (tree) => {
      const { base } = tree.place('/');
      await command(tree, 'empty', '/', ['empty', base, ''], until);
    }),
  );
}

/** Makes a volume and fills it; when that fails it is removed again. */
async function withNewVolume(
  engine: Docker,
  helpers: Helpers,
  name: string,
  signal: AbortSignal,
  fill: () => Promise<void>,
): Promise<void> {
  await createVolume(engine, { name, driver: 'local', options: {}, labels: {} }, signal);
  try {
    await fill();
  } catch (error) {
    await helpers.letGo(name);
    await removeVolume(engine, name, never).catch(() => undefined);
    throw error;
  }
}

function attributesOf(header: Header | undefined): Attributes | undefined {
  if (header === undefined) return undefined;
  return attributes(header.uid ?? 0, header.gid ?? 0, header.mode ?? 0o755, header.mtime?.getTime() ?? 0);
}

async function topOf(tree: Tree, signal: AbortSignal): Promise<Attributes> {
  const mark = temporaryName();
  const { base } = tree.place('/');
  const { output } = await command(tree, 'read', '/', ['list', base, '', mark], signal);
  const top: FileRecord | undefined = readRecords(output, mark).find(({ name }) => name === '.');
  if (top === undefined)
    throw new SlipwayError({
      code: 'engine-request-failed',
      message: `Could not read the top of ${tree.owner}.`,
      hint: 'Try again.',
    });
  return attributes(top.uid, top.gid, top.mode, top.modifiedAt);
}

function attributes(uid: number, gid: number, mode: number, time: number): Attributes {
  return {
    owner: `${uid}:${gid}`,
    mode: (mode & 0o7777).toString(8).padStart(4, '0'),
    time: String(Math.floor(time / 1000)),
  };
}
