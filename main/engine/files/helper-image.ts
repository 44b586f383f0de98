import type Docker from 'dockerode';
import { loadAssets } from '../../assets.ts';
import { SlipwayError } from '../../contract/errors.ts';
import { loadInto } from '../load-into.ts';
import { toolsImage } from '../tools-image.ts';

/** Runs what needs the image of helpers; when it is not there it is loaded from what comes with Slipway, and it is run again. */
export async function withHelperImage<T>(
  engine: Docker,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isWithoutImage(error)) throw error;
    await loadHelperImage(engine, signal);
    return work();
  }
}

function isWithoutImage(error: unknown): boolean {
  return error instanceof SlipwayError && error.code === 'not-found' && /no such image/i.test(error.message);
}

async function loadHelperImage(engine: Docker, signal: AbortSignal): Promise<void> {
  const doing = `load the image ${toolsImage}`;
  const { bundledImages } = await loadAssets();
  if (bundledImages === undefined)
    throw new SlipwayError({
      code: 'assets-missing',
      message: `Could not ${doing}, by which files are read: it did not come with this Slipway.`,
      hint: 'Install Slipway again.',
    });
  await loadInto(engine, doing, bundledImages.file, signal);
}
