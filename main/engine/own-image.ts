import type Docker from 'dockerode';
import { type Assets, loadAssets } from '../assets.ts';
import { SlipwayError, toFailure } from '../contract/errors.ts';
import { askJson, pathOfName } from './ask.ts';
import { attempt } from './connection.ts';
import { withEngineDeadline } from './deadlines.ts';
import { loadInto } from './load-into.ts';

/** An image that an engine is given when it is first used. */
export interface OwnImage {
  readonly name: string;
  /** Where its archive is; undefined where there is none. */
  readonly archive: (assets: Assets) => { readonly file: string } | undefined;
  /** Why there may be none, to complete "Could not …: ", and what to try. */
  readonly missing: { readonly why: string; readonly hint: string };
  /** It is so large that an emulated processor may take minutes. */
  readonly isLarge: boolean;
}

/** Gives the engine an image of Slipway's own, unless it has it. `begin` hears when it takes some time. Throws `assets-missing`. */
export async function loadOwnImage(
  engine: Docker,
  { name, archive, missing, isLarge }: OwnImage,
  signal: AbortSignal,
  begin: () => void,
): Promise<void> {
  const doing = `load the image ${name}`;
  if (await isThere(engine, name, doing, signal)) return;
  const found = archive(await loadAssets());
  if (found === undefined)
    throw new SlipwayError({
      code: 'assets-missing',
      message: `Could not ${doing}: ${missing.why}.`,
      hint: missing.hint,
    });
  begin();
  await loadInto(engine, doing, found.file, signal, isLarge ? 'commit' : 'change');
}

async function isThere(engine: Docker, name: string, doing: string, signal: AbortSignal): Promise<boolean> {
  try {
    const path = `/images/${pathOfName(name)}/json`;
    await attempt(doing, () =>
      withEngineDeadline('read', doing, signal, (until) => askJson(engine, { method: 'GET', path }, until)),
    );
    return true;
  } catch (error) {
    if (toFailure(error).code === 'not-found') return false;
    throw error;
  }
}
