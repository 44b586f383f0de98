import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { SlipwayError } from '../contract/errors.ts';
import type { ChosenFile } from '../contract/files.ts';
import type { ChosenFiles } from '../util/chosen-files.ts';

/** Most files that can be dropped at once, a folder being one: no more are remembered for long. */
const mostFiles = 500;

const offered = z.array(z.string().max(65_536)).min(1);

/** Remembers the files that the user has dropped into the page. Throws for what lies nowhere, such as a picture of a browser. */
export function offeredFiles(paths: unknown, files: ChosenFiles): readonly ChosenFile[] {
  const parsed = offered.safeParse(paths);
  if (!parsed.success || !parsed.data.every(isAbsolute)) throw refused();
  if (parsed.data.length > mostFiles)
    throw new SlipwayError({
      code: 'invalid-argument',
      message: `These are ${parsed.data.length} files, and ${mostFiles} can be taken at once.`,
      hint: 'Drop the folder that they are in.',
    });
  return parsed.data.map((path) => files.add('read', path));
}

function refused(): SlipwayError {
  return new SlipwayError({
    code: 'invalid-argument',
    message: 'What was dropped is no file or folder of this machine.',
    hint: 'Save it to a file first, and drop that.',
  });
}
