// Where a checkout keeps what the scripts make.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const buildDir = join(root, 'build');

export const places = Object.freeze({
  cache: join(buildDir, 'cache'),
  lock: join(buildDir, 'bootstrap.lock'),
  timings: join(buildDir, 'bootstrap-timings.json'),
  assets: join(buildDir, 'assets.json'),
  app: join(buildDir, 'app'),
  testResults: join(buildDir, 'test-results'),
});

/**
 * This machine's architecture, as the build scripts name it.
 * @returns {'x64' | 'arm64'}
 */
export function hostArch() {
  return process.arch === 'arm64' ? 'arm64' : 'x64';
}
