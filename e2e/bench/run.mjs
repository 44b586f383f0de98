// `npm run bench`: compiles the benchmarks the way the app's main process is compiled, and runs them.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { root } from '../../scripts/lib/places.mjs';
import { buildStockGuest } from '../../scripts/stock-guest/build.mjs';
import { buildPlainApp, buildPlainLog } from './plain/build.mjs';

const out = join(root, 'build', 'bench');

await build({
  root,
  configFile: false,
  logLevel: 'warn',
  ssr: { noExternal: true, external: ['dockerode', 'playwright-core', 'ssh2'] },
  build: {
    ssr: true,
    target: 'node20.18',
    outDir: out,
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      input: {
        index: join(root, 'e2e/bench/index.ts'),
        'ssh-relay': join(root, 'e2e/bench/support/ssh-relay.ts'),
        'relay-process': join(root, 'e2e/bench/support/relay-process.ts'),
        'server-process': join(root, 'e2e/bench/support/server-process.ts'),
      },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});

const { bench } = await import(pathToFileURL(join(out, 'index.js')).href);
process.exitCode = await bench(process.argv.slice(2), {
  root,
  out,
  buildStockGuest,
  buildPlainApp,
  buildPlainLog,
});
