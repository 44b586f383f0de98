import type { IncomingMessage } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import type Docker from 'dockerode';
import type { TreeSource } from '../../contract/engine/file-trees.ts';
import { SlipwayError } from '../../contract/errors.ts';
import { inAddress } from '../../util/byte-names.ts';
import { askStream } from '../ask.ts';
import { attempt, type Hint } from '../connection.ts';
import { withEngineBeginning } from '../deadlines.ts';
import { toolsImage } from '../tools-image.ts';
import { longestSilenceMs, whileTalking } from '../transfers/silence.ts';
import { shortVolumeName } from '../volumes.ts';
import { volumeFolder } from './helper.ts';
import { withUnstarted } from './unstarted.ts';

/** The engine's own way to put archives into a container's files and take them out: it keeps owners, rights and links. */
export interface Archives {
  /** An archive of what is at a path, under its name; with `/.` behind a folder's path, of what is in it. */
  get(path: string, signal: AbortSignal): Promise<IncomingMessage>;
  /** Unpacks an archive into a folder. A file takes the place of a file; a folder never that of a file, nor a file that of it. */
  put(folder: string, archive: Readable, signal: AbortSignal): Promise<void>;
}

/** Runs something with the archives of a container, or of a volume by a container that is made for it and never runs. */
export async function withArchives<T>(
  engine: Docker,
  source: TreeSource,
  signal: AbortSignal,
  work: (archives: Archives) => Promise<T>,
): Promise<T> {
  if (source.kind === 'container') return work(archivesOf(engine, source.id, ''));
  const doing = `open the volume ${shortVolumeName(source.name)}`;
  const made = { image: toolsImage, volume: source.name };
  return withUnstarted(engine, made, doing, signal, (id) => work(archivesOf(engine, id, volumeFolder)));
}

function archivesOf(engine: Docker, id: string, top: string): Archives {
  const path = `/containers/${id}/archive`;
  const encoded = (at: string) => `path=${inAddress(`${top}${at}`)}`;
  /** What was ended is no failure of the engine. */
  const asking = <T>(doing: string, signal: AbortSignal, ask: () => Promise<T>) =>
    attempt(doing, ask, hints).catch((error: unknown) => {
      throw signal.aborted ? signal.reason : error;
    });
  return {
    get: (at, signal) =>
      asking(`read ${at}`, signal, async () => {
        const doing = `read ${at}`;
        const asked = { method: 'GET', path, encodedQuery: encoded(at) } as const;
        // What is answered is read under the caller's signal, long after this wait.
        const answer = await withEngineBeginning('change', doing, signal, (until) =>
          askStream(engine, asked, until),
        );
        answer.setTimeout(longestSilenceMs, () => answer.destroy(silent(doing)));
        return answer;
      }),
    put: (folder, archive, signal) =>
      asking(`write to ${folder}`, signal, () =>
        whileTalking(`write to ${folder}`, signal, async (heard, until) => {
          // As much as the engine takes is heard of it: what it does not take stays in the archive.
          const body = archive.pipe(
            new Transform({
              transform(piece, _, done) {
                heard();
                done(null, piece);
              },
            }),
          );
          const fail = (error: Error) => body.destroy(error);
          archive.once('error', fail);
          try {
            const answer = await askStream(
              engine,
              {
                method: 'PUT',
                path,
                encodedQuery: `${encoded(folder)}&noOverwriteDirNonDir=1`,
                body,
                headers: { 'Content-Type': 'application/x-tar' },
              },
              until,
            );
            // Only an answer that has ended is an answer.
            for await (const _ of answer);
          } finally {
            archive.off('error', fail);
            body.destroy();
          }
        }),
      ),
  };
}

function silent(doing: string): SlipwayError {
  return new SlipwayError({
    code: 'deadline-exceeded',
    message: `Could not ${doing}: nothing was heard for ${longestSilenceMs / 60_000} minutes.`,
    hint: 'The engine may be busy: look at its console, or restart it.',
  });
}

const hints: readonly Hint[] = [
  { piece: /marked read-only/, hint: 'Nothing can be written there: look where it is mounted from.' },
  { piece: /cannot overwrite/, hint: 'Rename or delete what is there first.' },
  {
    piece: /Could not find the file|no such file/,
    hint: 'It may have been removed meanwhile: open the folder again.',
  },
  {
    piece: /invalid tar header|unexpected EOF|archive\/tar/,
    hint: 'The archive is damaged, or none: choose another one, or make it anew.',
  },
];
