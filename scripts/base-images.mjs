// `npm run -s base-images` makes the images that the example is built on, and prints where their archive lies:
//   slipway docker load --input "$(npm run -s base-images)"
import { buildBaseImages } from './base-images/build.mjs';
import { buildDir, hostArch } from './lib/places.mjs';
import { printProgress } from './lib/print-progress.mjs';

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort(new Error('Given up.')));
try {
  const { file } = await buildBaseImages({
    arch: hostArch(),
    buildDir,
    onProgress: printProgress('base images'),
    signal: interrupted.signal,
  });
  console.log(file);
} catch (error) {
  console.error(`The base images could not be made: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
