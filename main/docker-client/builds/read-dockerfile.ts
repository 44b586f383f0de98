import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BuildArgument, BuildSource, DockerfileText } from '../../contract/builds.ts';
import type { ChosenFiles } from '../../util/chosen-files.ts';
import { ignoreMissing, namingFile } from '../../util/file-errors.ts';
import { readShortFile, readTextFile, replaceTextFile } from '../../util/text-file.ts';

/** Most stages and arguments that are offered. */
const mostOffered = 200;

/** What its messages call it. */
const what = 'Dockerfile';

/** Looks at a folder or a Dockerfile that was chosen; `folder` for a Dockerfile that is not in the folder that it is about. */
export async function lookAt(path: string, files: ChosenFiles, folder?: string): Promise<BuildSource> {
  const isFolder = (await stat(path).catch(namingFile(path))).isDirectory();
  const dockerfile = isFolder ? join(path, 'Dockerfile') : path;
  const isThere = (await stat(dockerfile).catch(ignoreMissing)) !== undefined;
  // BuildKit minds no other letters in a remark.
  const text = isThere ? (await readShortFile(dockerfile, what)).toString('utf8') : '';
  return {
    folder: files.add('read', isFolder ? path : (folder ?? dirname(path))),
    dockerfile: isThere ? files.add('read', dockerfile) : null,
    stages: stagesOf(text),
    arguments: argumentsOf(text),
  };
}

/** The text of a Dockerfile, with what tells it from any other. Throws `file-unusable`. */
export function readVersion(path: string): Promise<DockerfileText> {
  return readTextFile(path, what);
}

/** Writes a Dockerfile anew as {@link replaceTextFile} does; null where it is another one by now than `version`. */
export function writeDockerfile(path: string, text: string, version: string): Promise<string | null> {
  return replaceTextFile(path, what, { text, version });
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
  const names = instructionsOf(text).flatMap((line) => {
    // Word by word: a pattern for all of it would go through a line of blanks again and again.
    const words = line.trim().split(/\s+/);
    const [name = ''] = words.slice(-1);
    const isNamed = words.length > 3 && /^FROM$/i.test(words[0] ?? '') && /^AS$/i.test(words.at(-2) ?? '');
    return isNamed && /^[\w.-]+$/.test(name) ? [name] : [];
  });
  return [...new Set(names)].slice(0, mostOffered);
}

/** The arguments that a Dockerfile takes, with what it has for them; one that is named twice counts once. */
export function argumentsOf(text: string): readonly BuildArgument[] {
  const found = new Map<string, string>();
  for (const line of instructionsOf(text)) {
    const [, rest] = /^ARG\s+(\S[\s\S]*)$/i.exec(line.trim()) ?? [];
    for (const [, name = '', , quotedValue, value] of rest?.matchAll(
      /([A-Za-z_]\w*)(=(?:"([^"]*)"|(\S*)))?/g,
    ) ?? []) {
      if (!found.get(name)) found.set(name, quotedValue ?? value ?? '');
    }
  }
  return [...found].slice(0, mostOffered).map(([name, value]) => ({ name, value }));
}
