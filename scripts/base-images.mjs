// `npm run -s base-images` makes the images that the example is built on, and prints where their archive lies:
//   slipway docker load --input "$(npm run -s base-images)"
// `npm run -s base-images ansible` makes the one in which `slipway ansible` runs playbooks, and that command finds it.
import { ansibleImageFile, buildAnsibleImage } from './ansible-image/build.mjs';
import { buildBaseImages } from './base-images/build.mjs';
import { writeAssetsIndex } from './lib/assets-index.mjs';
import { buildDir, hostArch } from './lib/places.mjs';
import { printProgress } from './lib/print-progress.mjs';

const [which, ...more] = process.argv.slice(2);
const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort(new Error('Given up.')));

/** @param {'base images' | 'Ansible image'} name */
const options = (name) => ({
  arch: hostArch(),
  buildDir,
  onProgress: printProgress(name),
  signal: interrupted.signal,
});

if (more.length > 0 || (which !== undefined && which !== 'ansible')) {
  console.error('Usage: npm run -s base-images [ansible]');
  process.exitCode = 2;
} else
  try {
    const { file } = await (which === 'ansible'
      ? buildAnsibleImage(options('Ansible image'))
      : buildBaseImages(options('base images')));
    // `slipway ansible` looks for it there; nobody looks for the others.
    if (which === 'ansible') await writeAssetsIndex();
    console.log(file);
  } catch (error) {
    const what = which === 'ansible' ? `The archive ${ansibleImageFile}` : 'The base images';
    console.error(`${what} could not be made: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
