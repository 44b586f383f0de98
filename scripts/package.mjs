// Packs the app for Linux with electron-builder: `npm run package [-- TARGET...]`, targets as electron-builder.yml names
// them; without one the unpacked app (dir), which needs no further download.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { buildDir, places, root } from './lib/places.mjs';
import { runAttached } from './lib/run-attached.mjs';
import { runCommand } from './lib/run-command.mjs';

const stagedAssets = join(buildDir, 'package-assets');
const stagedElectron = join(buildDir, 'package-electron');

/**
 * Puts the parts that the app brings along into one folder, with an assets.json that names them there.
 * @param {import('./lib/assets-index.mjs').AssetsIndex} assets
 */
async function stageAssets(assets) {
  await rm(stagedAssets, { recursive: true, force: true });
  await mkdir(stagedAssets, { recursive: true });
  const copy = (/** @type {string} */ from, /** @type {string} */ to) =>
    cp(join(buildDir, from), join(stagedAssets, to), { recursive: true, verbatimSymlinks: true });
  /** @type {import('./lib/assets-index.mjs').AssetsIndex} */
  const staged = { arch: assets.arch };
  if (assets.image) {
    await copy(assets.image.dir, 'image');
    staged.image = { dir: 'image' };
  }
  if (assets.qemu) {
    await copy(assets.qemu.dir, 'qemu');
    staged.qemu = { dir: 'qemu' };
  }
  if (assets.shareServer) {
    await copy(assets.shareServer.dir, 'share-server');
    staged.shareServer = { dir: 'share-server' };
  }
  if (assets.client) {
    await copy(assets.client.dir, 'client');
    staged.client = { dir: 'client' };
  }
  if (assets.bundledImages) {
    await copy(dirname(assets.bundledImages.file), 'bundled-images');
    staged.bundledImages = { file: `bundled-images/${basename(assets.bundledImages.file)}` };
  }
  if (assets.registryImage) {
    await copy(dirname(assets.registryImage.file), 'registry-image');
    staged.registryImage = { file: `registry-image/${basename(assets.registryImage.file)}` };
  }
  // The caches belong to who built them; the app may be installed for everybody.
  await runCommand('chmod', ['-R', 'u=rwX,go=rX', stagedAssets]);
  await writeFile(join(stagedAssets, 'assets.json'), `${JSON.stringify(staged, null, 2)}\n`);
}

/**
 * electron-builder's options that say which Electron to pack.
 * @param {NonNullable<import('./lib/assets-index.mjs').AssetsIndex['electron']>} electron
 */
async function electronOptions(electron) {
  const folder = dirname(join(buildDir, electron.executable));
  if (!electron.standIn) return [`-c.electronDist=${folder}`];
  console.warn('Packing the stand-in Electron: the result shows that packaging works, and is not for users.');
  const { electron: version } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  // Without its resources/app, which leads to this checkout.
  await rm(stagedElectron, { recursive: true, force: true });
  const notOurs = [join(folder, 'resources', 'app'), join(folder, 'manifest.json')];
  await cp(folder, stagedElectron, { recursive: true, filter: (path) => !notOurs.includes(path) });
  return [`-c.electronDist=${stagedElectron}`, `-c.electronVersion=${version}`];
}

const targets = process.argv.slice(2);
/** @type {import('./lib/assets-index.mjs').AssetsIndex} */
const assets = JSON.parse(await readFile(places.assets, 'utf8'));
if (!assets.electron || !assets.image) {
  console.error(
    `${places.assets} names no ${assets.image ? 'Electron' : 'VM image'}, which a package needs.`,
  );
  console.error('Run: npm run package');
  process.exitCode = 1;
} else {
  await stageAssets(assets);
  const builder = join(root, 'node_modules', 'electron-builder', 'cli.js');
  const words = [
    '--linux',
    ...(targets.length > 0 ? targets : ['dir']),
    `--${assets.arch}`,
    '--publish',
    'never',
  ];
  const options = await electronOptions(assets.electron);
  process.exitCode = await runAttached(process.execPath, [builder, ...words, ...options], { cwd: root });
  for (const folder of [stagedAssets, stagedElectron]) await rm(folder, { recursive: true, force: true });
}
