import type Docker from 'dockerode';
import { loadAssets } from '../../assets.ts';
import { registryNames } from '../../contract/engine/local-registry.ts';
import { SlipwayError, toFailure } from '../../contract/errors.ts';
import { askJson, pathOfName } from '../ask.ts';
import { attempt } from '../connection.ts';
import { withEngineDeadline } from '../deadlines.ts';
import { loadInto } from '../load-into.ts';

/** Gives the engine the registry's image, which comes with Slipway, unless it has it. `begin` hears when it takes some time. */
export async function loadRegistryImage(
  engine: Docker,
  signal: AbortSignal,
  begin: () => void,
): Promise<void> {
  const doing = `load the image ${registryNames.image}`;
  if (await isThere(engine, doing, signal)) return;
  const { registryImage } = await loadAssets();
  if (registryImage === undefined)
    throw new SlipwayError({
      code: 'assets-missing',
      message: `Could not ${doing}: it did not come with this Slipway.`,
      hint: 'In a checkout run `npm start`, which builds what is missing; otherwise install Slipway again.',
    });
  begin();
  await loadInto(engine, doing, registryImage.file, signal);
}

async function isThere(engine: Docker, doing: string, signal: AbortSignal): Promise<boolean> {
  try {
    const path = `/images/${pathOfName(registryNames.image)}/json`;
    await attempt(doing, () =>
      withEngineDeadline('read', doing, signal, (until) => askJson(engine, { method: 'GET', path }, until)),
    );
    return true;
  } catch (error) {
    if (toFailure(error).code === 'not-found') return false;
    throw error;
  }
}
