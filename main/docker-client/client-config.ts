import { join } from 'node:path';
import { SlipwayError } from '../contract/errors.ts';
import { refusalText } from '../contract/system-errors.ts';
import type { HomePaths } from '../home/paths.ts';
import { readJsonFile, writeFileAtomically } from '../util/atomic-file.ts';
import { writeFailureCode } from '../util/file-errors.ts';
import { makeFolder } from '../util/make-folder.ts';

/** The content of a docker client's config.json. */
export type ClientConfig = Readonly<Record<string, unknown>>;

/** Where the home's own docker configuration is. */
export function clientConfigFile(paths: HomePaths): string {
  return join(paths.dockerConfig, 'config.json');
}

/** The home's own docker configuration; an empty one where there is none, or none that can be understood. */
export async function readClientConfig(paths: HomePaths): Promise<ClientConfig> {
  const read = await readJsonFile(clientConfigFile(paths));
  return typeof read === 'object' && read !== null ? (read as ClientConfig) : {};
}

/**
 * Changes the home's own docker configuration, if anything becomes other by it; what `edit` leaves alone (logins) stays.
 * Answers what it then is. Throws `home-unwritable` or `disk-full`.
 */
export async function changeClientConfig(
  paths: HomePaths,
  edit: (config: ClientConfig) => ClientConfig,
): Promise<ClientConfig> {
  const file = clientConfigFile(paths);
  try {
    const config = await readClientConfig(paths);
    const edited = edit(config);
    if (JSON.stringify(edited) === JSON.stringify(config)) return config;
    await makeFolder(paths.dockerConfig);
    await writeFileAtomically(file, `${JSON.stringify(edited, undefined, 2)}\n`);
    return edited;
  } catch (error) {
    throw new SlipwayError(
      {
        code: writeFailureCode(error),
        message: `The docker client's configuration ${file} cannot be written: ${refusalText(error)}.`,
        hint: 'Free space or mend the permissions of that folder.',
      },
      { cause: error },
    );
  }
}
