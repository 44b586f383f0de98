import { dirname, join } from 'node:path';
import type Docker from 'dockerode';
import { z } from 'zod';
import { type Assets, loadAssets } from '../assets.ts';
import { SlipwayError, toFailure } from '../contract/errors.ts';
import { readJsonFile } from '../util/atomic-file.ts';
import { askJson, pathOfName } from './ask.ts';
import { attempt } from './connection.ts';
import { withEngineDeadline } from './deadlines.ts';
import { loadInto } from './load-into.ts';

/** An image that an engine is given when it is first used. */
export interface OwnImage {
  /** What it is called once it is loaded; everybody can give another one this name. */
  readonly name: string;
  /** Where its archive is, with a manifest.json beside it that has its ids; undefined where there is none. */
  readonly archive: (assets: Assets) => { readonly file: string } | undefined;
  /** Why there may be none, to complete "Could not …: ", and what to try. */
  readonly missing: { readonly why: string; readonly hint: string };
  /** It is so large that an emulated processor may take minutes. */
  readonly isLarge: boolean;
}

/** That an image of Slipway's own is loaded, which takes some time. */
export interface OwnImageLoading {
  readonly name: string;
  /** What has its name and will be without one: the id of an earlier Slipway's, or of somebody's own; null where nothing has. */
  readonly replaced: string | null;
}

/**
 * Gives the engine the image that this Slipway brings, unless it has it, and answers by what to run it: its name, or its id where
 * another one has the name. Without an archive what has the name is all there is. Throws `assets-missing`.
 */
export async function loadOwnImage(
  engine: Docker,
  image: OwnImage,
  signal: AbortSignal,
  begin: (loading: OwnImageLoading) => void,
): Promise<string> {
  const { name, missing, isLarge } = image;
  const doing = `load the image ${name}`;
  const idOf = (reference: string) => readId(engine, reference, doing, signal);
  const archive = image.archive(await loadAssets());
  const present = await idOf(name);
  if (archive === undefined) {
    if (present !== undefined) return name;
    throw new SlipwayError({
      code: 'assets-missing',
      message: `Could not ${doing}: ${missing.why}.`,
      hint: missing.hint,
    });
  }
  const ids = await readIds(archive.file);
  if (present !== undefined && ids.includes(present)) return name;
  for (const id of ids) if ((await idOf(id)) !== undefined) return id;
  begin({ name, replaced: present ?? null });
  await loadInto(engine, doing, archive.file, signal, isLarge ? 'commit' : 'change');
  const loaded = await idOf(name);
  if (loaded === undefined || !ids.includes(loaded)) throw damaged(archive.file);
  return name;
}

/** Whether this id is that of the image that this Slipway brings; true where it brings none to compare. Throws `assets-missing`. */
export async function isOwnImage(id: string, { archive }: OwnImage): Promise<boolean> {
  const found = archive(await loadAssets());
  return found === undefined || (await readIds(found.file)).includes(id);
}

/** What is said of an image that is loaded. */
export function loadingWords({ name, replaced }: OwnImageLoading): string {
  if (replaced === null) return `Loading ${name}, this once`;
  const short = /^(?:sha256:)?([0-9a-f]{12})/.exec(replaced)?.[1] ?? 'another one';
  return `Loading this Slipway's ${name}: ${short} has that name, and is kept without it`;
}

const inspected = z.object({ Id: z.string() });

/** An image's id; undefined when there is no such image. */
async function readId(
  engine: Docker,
  reference: string,
  doing: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const path = `/images/${pathOfName(reference)}/json`;
    return await attempt(doing, () =>
      withEngineDeadline('read', doing, signal, async (until) => {
        return inspected.parse(await askJson(engine, { method: 'GET', path }, until)).Id;
      }),
    );
  } catch (error) {
    if (toFailure(error).code === 'not-found') return undefined;
    throw error;
  }
}

const described = z.object({ ids: z.array(z.string()).min(1) });

async function readIds(file: string): Promise<readonly string[]> {
  const parsed = described.safeParse(await readJsonFile(join(dirname(file), 'manifest.json')));
  if (parsed.success) return parsed.data.ids;
  throw damaged(file);
}

function damaged(file: string): SlipwayError {
  return new SlipwayError({
    code: 'assets-missing',
    message: `The archive ${file} is not the image that its manifest.json describes.`,
    hint: 'Install Slipway again; in a checkout remove its folder and make it again (`npm start`, or `npm run -s base-images ansible`).',
  });
}
