import { createHash } from 'node:crypto';
import { open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { BuildArgument, BuildSource, DockerfileText } from '../../contract/builds.ts';
import { SlipwayError } from '../../contract/errors.ts';
import { writeFileAtomically } from '../../util/atomic-file.ts';
import type { ChosenFiles } from '../../util/chosen-files.ts';
import { ignoreMissing, namingFile } from '../../util/file-errors.ts';

/** Bytes of a Dockerfile that is read: what is longer is another file. */
const longestDockerfile = 1_048_576;

/** Most stages and arguments that are offered. */
const mostOffered = 200;

/** Looks at a folder or a Dockerfile that was chosen; `folder` for a Dockerfile that is not in the folder that it is about. */
export async function lookAt(path: string, files: ChosenFiles, folder?: string): Promise<BuildSource> {
  const isFolder = (await stat(path).catch(namingFile(path))).isDirectory();
  const dockerfile = isFolder ? join(path, 'Dockerfile') : path;
  const text = await readDockerfile(dockerfile).catch(ignoreMissing);
  return {
    folder: files.add('read', isFolder ? path : (folder ?? dirname(path))),
    dockerfile: text === undefined ? null : files.add('read', dockerfile),
    stages: text === undefined ? [] : stagesOf(text),
    arguments: text === undefined ? [] : argumentsOf(text),
  };
}

/** The text of a Dockerfile. Rejects with `file-unusable` for what is none, and as the system does for what is not there. */
export async function readDockerfile(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size > longestDockerfile) {
      throw new SlipwayError({
        code: 'file-unusable',
        message: `${basename(path)} is too long for a Dockerfile.`,
        hint: 'Choose another file.',
      });
    }
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** The text of a Dockerfile, with what tells it from any other. */
export async function readVersion(path: string): Promise<DockerfileText> {
  const text = await readDockerfile(path).catch(namingFile(path));
  return { text, version: versionOf(text) };
}

/**
 * Writes a Dockerfile anew, and answers its version; null where it is another one by now than `version`. A link stays one,
 * and the file keeps its rights.
 */
export async function writeDockerfile(path: string, text: string, version: string): Promise<string | null> {
  try {
    const real = await realpath(path);
    if (versionOf(await readDockerfile(real)) !== version) return null;
    await writeFileAtomically(real, text, (await stat(real)).mode & 0o777);
    return versionOf(text);
  } catch (error) {
    return namingFile(path)(error);
  }
}

function versionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The instructions of a Dockerfile, each in one line, without remarks. */
function instructionsOf(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replace(/[\\`]\s*\n/g, ' ')
    .split('\n');
}

/** The stages that have a name, in their order. */
export function stagesOf(text: string): readonly string[] {
  const names = instructionsOf(text).flatMap(
    (line) => /^\s*FROM\s+.*\sAS\s+([\w.-]+)\s*$/i.exec(line)?.[1] ?? [],
  );
  return [...new Set(names)].slice(0, mostOffered);
}

/** The arguments that a Dockerfile takes, with what it has for them; one that is named twice counts once. */
export function argumentsOf(text: string): readonly BuildArgument[] {
  const found = new Map<string, string>();
  for (const line of instructionsOf(text)) {
    const [, rest] = /^\s*ARG\s+(.*)$/i.exec(line) ?? [];
    for (const [, name = '', , quotedValue, value] of rest?.matchAll(
      /([A-Za-z_]\w*)(=(?:"([^"]*)"|(\S*)))?/g,
    ) ?? []) {
      if (!found.get(name)) found.set(name, quotedValue ?? value ?? '');
    }
  }
  return [...found].slice(0, mostOffered).map(([name, value]) => ({ name, value }));
}
