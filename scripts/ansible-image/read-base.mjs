// An image to build another one on, out of an archive that image-archive.mjs has written: its layers as they are, so that an
// engine which holds both images keeps them once.
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { statusFile } from '../base-images/install-packages.mjs';
import { runCommand } from '../lib/run-command.mjs';

/**
 * @typedef {object} Base
 * @property {readonly import('../bundled-images/image-archive.mjs').Layer[]} layers lowest first
 * @property {readonly string[]} environment
 * @property {Date} createdAt
 * @property {string} installed dpkg's list in its uppermost layer
 */

/**
 * Puts an image's layers into a layout, and tells what is in them. Throws when the archive has no such image.
 * @param {string} archive
 * @param {string} tag
 * @param {string} layout made when missing
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<Base>}
 */
export async function readBase(archive, tag, layout, signal) {
  const untar = (/** @type {readonly string[]} */ words) => runCommand('tar', words, { signal });
  const json = async (/** @type {string} */ name) =>
    JSON.parse(await untar(['--extract', '--to-stdout', '--file', archive, `./${name}`]));
  /** @type {readonly { RepoTags: readonly string[], Config: string, Layers: readonly string[] }[]} */
  const images = await json('manifest.json');
  const image = images.find(({ RepoTags }) => RepoTags.includes(tag));
  if (!image) throw new Error(`${archive} has no image ${tag}.`);
  /** @type {{ created: string, config: { Env?: readonly string[] }, history: readonly { created_by: string }[] }} */
  const { created, config, history } = await json(image.Config);
  await mkdir(layout, { recursive: true });
  await untar([
    '--extract',
    '--file',
    archive,
    '--directory',
    layout,
    ...image.Layers.map((path) => `./${path}`),
  ]);
  const layers = await Promise.all(
    image.Layers.map(async (path, index) => ({
      digest: `sha256:${basename(path)}`,
      size: (await stat(join(layout, path))).size,
      createdBy: history[index]?.created_by ?? '',
    })),
  );
  const top = join(layout, image.Layers.at(-1) ?? '');
  const list = join(layout, '.below');
  await mkdir(list);
  await untar(['--extract', '--file', top, '--directory', list, `./${statusFile}`]);
  const installed = await readFile(join(list, statusFile), 'utf8');
  await rm(list, { recursive: true });
  return { layers, environment: config.Env ?? [], createdAt: new Date(created), installed };
}
