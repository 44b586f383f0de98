// Builds what the app is compared with.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { makeOwnElectron } from '../../../scripts/lib/own-electron.mjs';
import { buildDir, root } from '../../../scripts/lib/places.mjs';

/** The same app in all, but for a table that puts every line into the page. Built below build/; gives the Electron that starts it. */
export async function buildPlainApp() {
  const { executable, app } = await makeOwnElectron(join(buildDir, 'plain-app'), 'main/index.js');
  for (const part of ['main', 'preload'])
    await cp(join(buildDir, 'app', part), join(app, part), { recursive: true });
  await build({
    root: join(root, 'renderer'),
    base: './',
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    resolve: { alias: { '@tanstack/react-virtual': join(root, 'e2e/bench/plain/virtualizer.ts') } },
    build: { outDir: join(app, 'renderer'), emptyOutDir: true, target: 'chrome130' },
  });
  return executable;
}

/** A window with an empty page. Built below build/; gives the Electron that starts it. */
export async function buildPlainLog() {
  const { executable, app } = await makeOwnElectron(join(buildDir, 'plain-log'), 'main.mjs');
  await cp(join(root, 'e2e/bench/plain/log/main.mjs'), join(app, 'main.mjs'));
  return executable;
}
