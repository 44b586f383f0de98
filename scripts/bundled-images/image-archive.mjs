// Writes container images in the layout that `docker load` reads (an OCI layout, plus the manifest.json of older engines).
// The same input gives the same bytes: fixed times, fixed owners, sorted names.
import { createHash } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileHash } from '../lib/content-hash.mjs';
import { runCommand } from '../lib/run-command.mjs';

const mediaTypes = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
  index: 'application/vnd.oci.image.index.v1+json',
};

/**
 * @typedef {object} Layer a tar in the layout's blobs
 * @property {string} digest sha256:...; also its diff id, for layers are not compressed
 * @property {number} size in bytes
 * @property {string} createdBy what the image's history says
 */

/**
 * @typedef {object} Image
 * @property {string} tag such as slipway/hello:latest
 * @property {'amd64' | 'arm64'} architecture
 * @property {readonly Layer[]} layers lowest first
 * @property {{
 *   Cmd?: readonly string[], Entrypoint?: readonly string[], Env?: readonly string[], Labels?: Record<string, string>,
 *   ExposedPorts?: Record<string, {}>
 * }} config
 */

/**
 * Packs a folder as an image layer into the layout's blobs. Owners become root; times become `createdAt`.
 * @param {string} layout the layout's folder
 * @param {string} root the layer's files
 * @param {{ createdAt: Date, createdBy: string, signal?: AbortSignal | undefined }} options
 * @returns {Promise<Layer>}
 */
export async function addLayer(layout, root, options) {
  const blobs = join(layout, 'blobs', 'sha256');
  await mkdir(blobs, { recursive: true });
  const packed = join(blobs, 'packing.tar');
  await packFolder(packed, root, options);
  const hash = await fileHash(packed);
  const { size } = await stat(packed);
  await rename(packed, join(blobs, hash));
  return { digest: `sha256:${hash}`, size, createdBy: options.createdBy };
}

/**
 * Writes the configurations, manifests and indexes of the images, then packs the layout as `file`.
 * @param {string} layout a folder in which addLayer has put the layers
 * @param {readonly Image[]} images
 * @param {{ file: string, createdAt: Date, signal?: AbortSignal | undefined }} options
 * @returns {Promise<void>}
 */
export async function writeImageArchive(layout, images, options) {
  const created = options.createdAt.toISOString();
  const manifests = [];
  const legacy = [];
  for (const image of images) {
    const config = await addJson(layout, mediaTypes.config, imageConfig(image, created));
    const layers = image.layers.map(({ digest, size }) => ({ mediaType: mediaTypes.layer, digest, size }));
    const manifest = { schemaVersion: 2, mediaType: mediaTypes.manifest, config, layers };
    manifests.push({
      ...(await addJson(layout, mediaTypes.manifest, manifest)),
      annotations: {
        'io.containerd.image.name': `docker.io/${image.tag}`,
        'org.opencontainers.image.ref.name': image.tag.split(':')[1] ?? 'latest',
      },
      platform: { architecture: image.architecture, os: 'linux' },
    });
    legacy.push({
      Config: blobPath(config.digest),
      RepoTags: [image.tag],
      Layers: image.layers.map((layer) => blobPath(layer.digest)),
    });
  }
  const write = (/** @type {string} */ name, /** @type {unknown} */ value) =>
    writeFile(join(layout, name), JSON.stringify(value));
  await write('oci-layout', { imageLayoutVersion: '1.0.0' });
  await write('index.json', { schemaVersion: 2, mediaType: mediaTypes.index, manifests });
  await write('manifest.json', legacy);
  // The layout's own files have the rights that the builder's umask gave them.
  await packFolder(options.file, layout, { ...options, rights: ['--mode=u=rwX,go=rX'] });
}

/**
 * An image's configuration, as the OCI image specification defines it.
 * @param {Image} image
 * @param {string} created
 */
export function imageConfig(image, created) {
  return {
    created,
    architecture: image.architecture,
    os: 'linux',
    config: image.config,
    rootfs: { type: 'layers', diff_ids: image.layers.map((layer) => layer.digest) },
    history: image.layers.map((layer) => ({ created, created_by: layer.createdBy })),
  };
}

/**
 * @param {string} layout
 * @param {string} mediaType
 * @param {unknown} value
 */
async function addJson(layout, mediaType, value) {
  const content = Buffer.from(JSON.stringify(value));
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
  await writeFile(join(layout, blobPath(digest)), content);
  return { mediaType, digest, size: content.length };
}

/** @param {string} digest */
function blobPath(digest) {
  return digest.replace('sha256:', 'blobs/sha256/');
}

/**
 * @param {string} file
 * @param {string} folder
 * @param {{ createdAt: Date, signal?: AbortSignal | undefined, rights?: readonly string[] }} options
 */
async function packFolder(file, folder, options) {
  await rm(file, { force: true });
  // GNU tar, because it can fix everything that would differ from one machine or day to the next.
  const fixed = [
    '--format=ustar',
    '--sort=name',
    '--owner=0',
    '--group=0',
    '--numeric-owner',
    ...(options.rights ?? []),
  ];
  const time = `--mtime=@${Math.floor(options.createdAt.getTime() / 1000)}`;
  await runCommand('tar', ['--create', '--file', file, ...fixed, time, '--directory', folder, '.'], {
    signal: options.signal,
    env: { ...process.env, LC_ALL: 'C' },
  });
}
