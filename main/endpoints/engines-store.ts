import { access, constants, stat } from 'node:fs/promises';
import { z } from 'zod';
import { type EngineEntry, engineEntry, engineName } from '../contract/engines.ts';
import { SlipwayError } from '../contract/errors.ts';
import { ownEngine } from '../contract/own-engine.ts';
import { refusalText } from '../contract/system-errors.ts';
import type { HomePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { whileFileLocked } from '../settings/file-lock.ts';
import { readJsonFile, writeFileAtomically } from '../util/atomic-file.ts';
import { writeFailureCode } from '../util/file-errors.ts';
import { isThere } from '../util/is-there.ts';
import { parseEndpoint } from './parse-endpoint.ts';

/** Engines that were added, and which one is worked on. */
export interface StoredEngines {
  /** By name. */
  readonly engines: readonly EngineEntry[];
  /** The name of one of these, of Slipway's own, or of a docker context that may be gone by now. */
  readonly chosen: string;
  /** Endpoints that the user has chosen beyond the page, or has let it work on; without their passwords. The latest last. */
  readonly allowed: readonly string[];
}

/** Most that are kept. */
const mostEngines = 100;

/** Characters of an endpoint that are kept. One of docker's contexts may be longer: it is asked about each time. */
const longestEndpoint = 1_024;

const schema = z.object({
  engines: z.array(engineEntry).max(mostEngines).default([]),
  chosen: z.string().max(1_024).default(ownEngine),
  allowed: z.array(z.string().max(longestEndpoint)).default([]),
});

/** What is kept; Slipway's own engine is chosen until another one is. Throws `settings-invalid` for a file that cannot be understood. */
export async function loadEngines(paths: HomePaths): Promise<StoredEngines> {
  const stored = await readJsonFile(paths.engines).catch((error: unknown) => {
    throw damaged(paths, refusalText(error), error);
  });
  if (stored === undefined && !(await isThere(paths.engines)))
    return { engines: [], chosen: ownEngine, allowed: [] };
  const parsed = schema.safeParse(stored);
  if (!parsed.success) throw damaged(paths, 'it cannot be understood', parsed.error);
  return parsed.data;
}

/** Adds an engine; whether it is there is not asked. Throws `invalid-argument`, for a file that is not there too. */
export async function addEngine(paths: HomePaths, entry: EngineEntry): Promise<EngineEntry> {
  const name = engineName.safeParse(entry.name);
  if (!name.success)
    throw wrong(
      `${JSON.stringify(entry.name)} cannot be the name of an engine.`,
      name.error.issues[0]?.message ?? '',
    );
  if (entry.name === ownEngine)
    throw wrong(`${ownEngine} is the name of Slipway’s own engine.`, 'Choose another name.');
  parseEndpoint(entry.endpoint, entry.tls);
  for (const file of Object.values(entry.tls ?? {})) if (file !== null) await checkFile(file);
  await change(paths, ({ engines, ...rest }) => {
    if (engines.some(({ name }) => name === entry.name))
      throw wrong(
        `There is an engine named ${entry.name} already.`,
        `Choose another name, or \`slipway engine rm ${entry.name}\` first.`,
      );
    if (engines.length >= mostEngines)
      throw wrong(`There are ${mostEngines} engines already.`, 'Remove some: `slipway engine rm NAME`.');
    return { ...rest, engines: [...engines, entry].sort((a, b) => (a.name < b.name ? -1 : 1)) };
  });
  return entry;
}

/** Forgets an engine; of one that was chosen, Slipway's own is chosen instead. Throws `not-found`. */
export async function removeEngine(paths: HomePaths, name: string): Promise<EngineEntry> {
  let removed: EngineEntry | undefined;
  await change(paths, ({ engines, chosen, ...rest }) => {
    removed = engines.find((engine) => engine.name === name);
    if (removed === undefined) throw notAdded(name);
    return {
      ...rest,
      engines: engines.filter((engine) => engine !== removed),
      chosen: chosen === name ? ownEngine : chosen,
    };
  });
  if (removed === undefined) throw notAdded(name);
  return removed;
}

/** Makes an engine the one that is worked on. That there is one of the name is for the caller to know, and that its user wants it. */
export async function chooseEngine(
  paths: HomePaths,
  { name, endpoint }: Pick<EngineEntry, 'name' | 'endpoint'>,
): Promise<void> {
  await change(paths, ({ engines, allowed }) => ({
    ...{ engines, chosen: name },
    allowed: [...allowed.filter((one) => one !== endpoint), endpoint.slice(0, longestEndpoint)].slice(
      -mostEngines,
    ),
  }));
}

async function change(paths: HomePaths, edit: (stored: StoredEngines) => StoredEngines): Promise<void> {
  await prepareHome(paths);
  await whileFileLocked(paths.engines, async () => {
    const text = `${JSON.stringify(edit(await loadEngines(paths)), undefined, 2)}\n`;
    await writeFileAtomically(paths.engines, text).catch((error: unknown) => {
      throw new SlipwayError(
        {
          code: writeFailureCode(error),
          message: `The list of engines in ${paths.engines} cannot be written: ${refusalText(error)}.`,
          hint: 'Free space or mend the permissions of that folder; the old list still holds.',
        },
        { cause: error },
      );
    });
  });
}

async function checkFile(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
    if ((await stat(path)).isFile()) return;
  } catch (error) {
    throw wrong(`The file ${path} cannot be read: ${refusalText(error)}.`, 'Check its path and permissions.');
  }
  throw wrong(`${path} is not a file.`, 'Name a file in PEM format.');
}

function wrong(message: string, hint: string): SlipwayError {
  return new SlipwayError({ code: 'invalid-argument', message, hint });
}

function notAdded(name: string): SlipwayError {
  return new SlipwayError({
    code: 'not-found',
    message: `There is no engine named ${name} that was added to Slipway.`,
    hint: '`slipway engine list` prints which there are; contexts of docker are removed by `docker context rm`.',
  });
}

function damaged(paths: HomePaths, why: string, cause: unknown): SlipwayError {
  return new SlipwayError(
    {
      code: 'settings-invalid',
      message: `The list of engines in ${paths.engines} cannot be used: ${why}.`,
      hint: 'Mend or remove that file: without it there is Slipway’s own engine.',
    },
    { cause },
  );
}
