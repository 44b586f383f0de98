import type { Assets } from '../assets.ts';
import { loadBundledImages } from '../engine/bundled-images.ts';
import type { HomePaths } from '../home/paths.ts';

/** Gives the engine at a socket the images that come with Slipway, unless it had them; `begin` hears that it has not. */
export async function furnishEngine(
  { bundledImages }: Pick<Assets, 'bundledImages'>,
  socketPath: string,
  { bundledImages: record }: Pick<HomePaths, 'bundledImages'>,
  begin: () => void,
  signal: AbortSignal,
): Promise<void> {
  if (bundledImages === undefined) return;
  await loadBundledImages({ socketPath, archive: bundledImages.file, record, begin }, signal);
}
