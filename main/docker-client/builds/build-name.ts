import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { z } from 'zod';
import { ignoreMissing } from '../../util/file-errors.ts';

/** Letters of a build's own name that stand for one that nothing is known of. */
const shortLength = 12;

/** Longest name that is passed on, in letters. */
const longestName = 20_000;

/** What is found in buildx's notes, and may be part of a path. */
const notedRef = /^\w{1,100}$/;

/** What buildx has noted of a build of this home's docker client: where its folder and its Dockerfile are. */
const notesSchema = z.object({ LocalPath: z.string().default(''), DockerfilePath: z.string().default('') });

/** See {@link readNotes}. */
export type BuildNotes = z.output<typeof notesSchema>;

/**
 * What buildx has noted in a docker client's configuration of a build by its default builder; undefined where there is
 * nothing of use. BuildKit itself is not told where a folder lies.
 */
export async function readNotes(dockerConfig: string, ref: string): Promise<BuildNotes | undefined> {
  if (!notedRef.test(ref)) return undefined;
  const path = join(dockerConfig, 'buildx', 'refs', 'default', 'default', ref);
  const text = await readFile(path, 'utf8').catch(ignoreMissing);
  if (text === undefined) return undefined;
  try {
    return notesSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** What a build is called, by what its frontend was told and what buildx has noted: mostly its folder. Untrusted; may be empty. */
export function buildName(
  attributes: Readonly<Record<string, string>>,
  notes: BuildNotes | undefined,
): string {
  const given = attributes['build-arg:BUILDKIT_BUILD_NAME'] ?? '';
  if (given !== '') return given.slice(0, longestName);
  const { target = '' } = attributes;
  const place =
    attributes.context || below(attributes['vcs:localdir:context']) || localName(attributes, notes);
  const name = place !== '' && target !== '' ? `${place} (${target})` : place || target;
  return (name || (attributes['vcs:source'] ?? '')).slice(0, longestName);
}

/** A name, or what is left of a build's own where it has none. */
export function nameOr(name: string, ref: string): string {
  return name === '' ? (ref.split('/').at(-1) ?? ref).slice(0, shortLength) : name;
}

/** The folder, with the Dockerfile where that is not the usual one. */
function localName(attributes: Readonly<Record<string, string>>, notes: BuildNotes | undefined): string {
  const folder = known(notes?.LocalPath);
  const inTree = posix.join(
    below(attributes['vcs:localdir:dockerfile']),
    attributes.filename ?? 'Dockerfile',
  );
  const dockerfile = known(notes?.DockerfilePath) || inTree;
  const folderName = posix.basename(folder);
  const inside = posix.isAbsolute(dockerfile) ? posix.relative(folder, dockerfile) : dockerfile;
  const isElsewhere = folder === '' || inside.startsWith('../');
  const parts = isElsewhere
    ? [posix.basename(posix.dirname(dockerfile)), posix.basename(dockerfile)]
    : [folderName, inside];
  const whole = posix.join(...parts.filter((part) => part !== '.'));
  return whole === 'Dockerfile' ? '' : whole.replace(/\/Dockerfile$/, '');
}

/** A path in one manner of writing; empty for standard input, and for what is somewhere else altogether. */
function known(path: string | undefined): string {
  if (path === undefined || path === '-' || /^\w+:\/\//.test(path)) return '';
  return path.replaceAll('\\', '/').replace(/^[A-Za-z]:(?=\/)/, '');
}

/** A folder below another one; empty for that itself. */
function below(folder: string | undefined): string {
  return folder === undefined || folder === '.' ? '' : folder;
}
