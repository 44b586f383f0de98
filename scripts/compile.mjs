// Compiles the app into build/app: main/ (Node and Electron main process), preload/ and renderer/.
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, 'build', 'app');

/** Entries of the main bundle: each becomes build/app/main/NAME.js. */
const mainEntries = {
  index: 'main/index.ts',
  host: 'main/host/headless.ts',
  cli: 'main/cli/index.ts',
};

/**
 * Builds one bundle for Node.
 * @param {Record<string, string>} entries
 * @param {string} folder below build/app
 * @param {'es' | 'cjs'} format the sandboxed preload script must be CommonJS
 */
async function buildForNode(entries, folder, format) {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: [noBuilds()],
    ssr: { noExternal: true, external: ['electron', 'ssh2'] },
    build: {
      ssr: true,
      target: 'node20.18',
      outDir: join(out, folder),
      emptyOutDir: true,
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(root, file)])),
        output: {
          format,
          entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
        },
      },
    },
  });
}

/**
 * dockerode loads a whole gRPC for builds of its own, which nothing here uses: builds are buildx's. Without it a host takes 6 MB
 * less for as long as it runs.
 * @returns {import('vite').Plugin}
 */
function noBuilds() {
  const nothing = '\0nothing';
  const unused = ['@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs'];
  return {
    name: 'no-builds',
    enforce: 'pre',
    resolveId: (source, importer) =>
      unused.includes(source) && /[\\/]dockerode[\\/]/.test(importer ?? '') ? nothing : null,
    load: (id) => (id === nothing ? 'export default undefined;' : null),
  };
}

/**
 * The page checks nothing by schemas: the main process does. A schema in the page would cost its launch 150 kB of code,
 * and zod makes code from text where it may, which the page's policy reports as a violation.
 * @returns {import('vite').Plugin}
 */
function noSchemas() {
  return {
    name: 'no-schemas',
    enforce: 'pre',
    resolveId(source, importer) {
      if (source !== 'zod') return null;
      throw new Error(
        `The page imports a value from ${importer}, which has schemas. Import its types alone, or move the value to a file without any.`,
      );
    },
  };
}

await rm(out, { recursive: true, force: true });
await buildForNode(mainEntries, 'main', 'es');
await buildForNode({ preload: 'main/window/preload.ts' }, 'preload', 'cjs');
await build({
  root: join(root, 'renderer'),
  base: './',
  configFile: false,
  logLevel: 'warn',
  plugins: [react(), noSchemas()],
  build: { outDir: join(out, 'renderer'), emptyOutDir: true, sourcemap: true, target: 'chrome130' },
});
