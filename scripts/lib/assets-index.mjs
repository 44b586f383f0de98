// build/assets.json: tells the app in a checkout where the parts are that the scripts made.
import { access, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { ansibleImageFile, ansibleImageFolder } from '../ansible-image/build.mjs';
import { baseImagesFile, baseImagesFolder } from '../base-images/build.mjs';
import { bundledImagesFile, bundledImagesFolder } from '../bundled-images/build.mjs';
import { clientFolder } from '../client/build.mjs';
import { officialElectron } from '../electron/official.mjs';
import { standInFolder } from '../electron/stand-in.mjs';
import { imageFolder } from '../image/build.mjs';
import { qemuFolder } from '../qemu/build.mjs';
import { registryImageFile, registryImageFolder } from '../registry-image/build.mjs';
import { shareServerFolder } from '../share-server/build.mjs';
import { buildDir, hostArch, places } from './places.mjs';
import { replaceFile } from './stamp.mjs';

/**
 * @typedef {object} AssetsIndex paths are relative to the folder of assets.json; what has not been made is left out
 * @property {'x64' | 'arm64'} arch
 * @property {{ dir: string }} [image]
 * @property {{ dir: string }} [qemu]
 * @property {{ dir: string }} [shareServer]
 * @property {{ dir: string }} [client]
 * @property {{ file: string }} [bundledImages]
 * @property {{ file: string }} [registryImage] loaded by `slipway registry start`
 * @property {{ file: string }} [baseImages] for the example and the tests; no part of the app
 * @property {{ file: string }} [ansibleImage] loaded by `slipway ansible`; no part of the app
 * @property {{ executable: string, standIn: boolean }} [electron]
 */

/**
 * Writes build/assets.json when it does not say already what is there.
 * @returns {Promise<AssetsIndex>}
 */
export async function writeAssetsIndex() {
  const index = await describeAssets();
  const text = `${JSON.stringify(index, null, 2)}\n`;
  if ((await readFile(places.assets, 'utf8').catch(() => '')) !== text)
    await replaceFile(places.assets, text);
  return index;
}

/** @returns {Promise<AssetsIndex>} */
async function describeAssets() {
  const arch = hostArch();
  const [image, qemu, shareServer, client, images, registry, bases, ansible, standIn, official] =
    await Promise.all([
      madeFolder(imageFolder({ arch, buildDir })),
      madeFolder(qemuFolder({ buildDir })),
      madeFolder(shareServerFolder({ buildDir })),
      madeFolder(clientFolder({ arch, buildDir })),
      madeFolder(bundledImagesFolder({ arch, buildDir })),
      madeFolder(registryImageFolder({ arch, buildDir })),
      madeFolder(baseImagesFolder({ arch, buildDir })),
      madeFolder(ansibleImageFolder({ arch, buildDir })),
      madeFolder(standInFolder({ buildDir })),
      officialElectron(),
    ]);
  const electron = official ?? (standIn && join(standIn, 'electron'));
  return {
    arch,
    ...(image && { image: { dir: portable(image) } }),
    ...(qemu && { qemu: { dir: portable(qemu) } }),
    ...(shareServer && { shareServer: { dir: portable(shareServer) } }),
    ...(client && { client: { dir: portable(client) } }),
    ...(images && { bundledImages: { file: portable(join(images, bundledImagesFile)) } }),
    ...(registry && { registryImage: { file: portable(join(registry, registryImageFile)) } }),
    ...(bases && { baseImages: { file: portable(join(bases, baseImagesFile)) } }),
    ...(ansible && { ansibleImage: { file: portable(join(ansible, ansibleImageFile)) } }),
    ...(electron && { electron: { executable: portable(electron), standIn: official === null } }),
  };
}

/** @param {Promise<string>} folder */
async function madeFolder(folder) {
  const path = await folder;
  return access(join(path, 'manifest.json')).then(
    () => path,
    () => null,
  );
}

/** @param {string} path */
function portable(path) {
  return relative(buildDir, path).split(sep).join('/');
}
