import { join } from 'node:path';
import { SlipwayError } from '../contract/errors.ts';
import { refusalText } from '../contract/system-errors.ts';
import type { HomePaths } from '../home/paths.ts';
import { readJsonFile, writeFileAtomically } from '../util/atomic-file.ts';
import { writeFailureCode } from '../util/file-errors.ts';
import { makeFolder } from '../util/make-folder.ts';

/** The content of a docker client's config.json. */
export type ClientConfig = Readonly<Record<string, unknown>>;

/**
 * Changes the home's own docker configuration, if anything becomes other by it; what `edit` leaves alone (logins) stays.
 * Throws `home-unwritable` or `disk-full`.
 */
export async function changeClientConfig(
  paths: HomePaths,
  edit: (config: ClientConfig) => ClientConfig,
): Promise<void> {
  const file = join(paths.dockerConfig, 'config.json');
  try {
    const read = await readJsonFile(file);
    const config = typeof read === 'object' && read !== null ? (read as ClientConfig) : {};
    const edited = edit(config);
    if (JSON.stringify(edited) === JSON.stringify(config)) return;
    await makeFolder(paths.dockerConfig);
    await writeFileAtomically(file, `${JSON.stringify(edited, undefined, 2)}\n`);
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
