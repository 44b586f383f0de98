import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ignoreMissing } from '../util/file-errors.ts';

/** The names under which Compose looks for a file by itself, the best first, with those that it merges over it. */
const usualNames: readonly { readonly name: string; readonly overrides: readonly string[] }[] = [
  { name: 'compose.yaml', overrides: ['compose.override.yaml', 'compose.override.yml'] },
  { name: 'compose.yml', overrides: ['compose.override.yml', 'compose.override.yaml'] },
  { name: 'docker-compose.yml', overrides: ['docker-compose.override.yml', 'docker-compose.override.yaml'] },
  { name: 'docker-compose.yaml', overrides: ['docker-compose.override.yaml', 'docker-compose.override.yml'] },
];

/** A chosen file with the override file that Compose would merge over it without being told. */
export async function withOverride(file: string): Promise<readonly string[]> {
  const overrides = usualNames.find(({ name }) => name === basename(file))?.overrides ?? [];
  const folder = dirname(file);
  const names = (await readdir(folder).catch(ignoreMissing)) ?? [];
  const found = overrides.find((name) => names.includes(name));
  return found === undefined ? [file] : [file, join(folder, found)];
}

/** The Compose file that a folder has already; undefined when there is none. */
export async function composeFileIn(folder: string): Promise<string | undefined> {
  const names = await readdir(folder);
  return usualNames.map(({ name }) => name).find((name) => names.includes(name));
}
