import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadAssets } from '../../main/assets.ts';
import type { HomePaths } from '../../main/home/paths.ts';

/** An image of the guest that a new version of Slipway would bring. */
export interface OtherImage {
  /** To be given to a host, which then takes this image and all else as it was. */
  readonly env: { readonly SLIPWAY_ASSETS: string };
}

/** Makes another image of the guest in a folder: the same files under another hash, linked and not copied. */
export async function makeOtherImage(folder: string, contentHash: string): Promise<OtherImage> {
  const assets = await loadAssets();
  const dir = join(folder, 'image');
  await mkdir(dir, { recursive: true });
  for (const name of await readdir(assets.image.dir))
    await symlink(join(assets.image.dir, name), join(dir, name));
  const manifest = join(dir, 'manifest.json');
  const entries = JSON.parse(await readFile(manifest, 'utf8')) as object;
  await rm(manifest);
  await writeFile(manifest, JSON.stringify({ ...entries, contentHash }));
  const index = join(folder, 'assets.json');
  const { arch, qemu, shareServer, client, bundledImages } = assets;
  await writeFile(index, JSON.stringify({ arch, image: { dir }, qemu, shareServer, client, bundledImages }));
  return { env: { SLIPWAY_ASSETS: index } };
}

/**
 * Lets an instance's template count for another image of the same files: it is the memory that this one would have at its
 * gate too, and a boot from the kernel on would take several times as long.
 */
export async function giveTemplateTo(contentHash: string, { template }: HomePaths): Promise<void> {
  const manifest = JSON.parse(await readFile(template.manifest, 'utf8')) as { readonly fingerprint: object };
  const fingerprint = { ...manifest.fingerprint, image: contentHash };
  await writeFile(template.manifest, JSON.stringify({ ...manifest, fingerprint }));
}
