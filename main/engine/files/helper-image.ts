import { createReadStream } from 'node:fs';
import type Docker from 'dockerode';
import { loadAssets } from '../../assets.ts';
import { SlipwayError } from '../../contract/errors.ts';
import { askStream } from '../ask.ts';
import { attempt } from '../connection.ts';
import { withEngineDeadline } from '../deadlines.ts';
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
  await attempt(doing, () =>
    withEngineDeadline('change', doing, signal, async (until) => {
      const loaded = await askStream(
        engine,
        {
          method: 'POST',
          path: '/images/load',
          query: { quiet: '1' },
          body: createReadStream(bundledImages.file),
          headers: { 'Content-Type': 'application/x-tar' },
        },
        until,
      );
      // It is loaded when the answer ends.
      for await (const _ of loaded);
    }),
  );
}
