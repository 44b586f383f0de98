// Starts the window over recorded data (app.ts) in an Electron of its own.
import { rm, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { build } from 'vite';
import { launchElectron } from '../lib/launch-electron.mjs';
import { makeOwnElectron } from '../lib/own-electron.mjs';
import { buildDir, root } from '../lib/places.mjs';

const folder = join(buildDir, 'screenshots-app');

/** Compiles app.ts beside the compiled page and preload script of the real app. */
async function compileApp() {
  await rm(folder, { recursive: true, force: true });
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ssr: true,
      target: 'node20.18',
      outDir: join(folder, 'main'),
      rolldownOptions: {
        input: { index: join(root, 'scripts/screenshots/app.ts') },
        output: { format: 'es', entryFileNames: 'index.mjs' },
      },
    },
  });
  for (const part of ['preload', 'renderer'])
    await symlink(relative(folder, join(buildDir, 'app', part)), join(folder, part));
}

/** Where there is no desktop to say which, the system's own font would be the first that is found: take a better one. */
const fonts = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <match target="pattern">
    <test name="family"><string>sans-serif</string></test>
    <edit name="family" mode="prepend" binding="strong"><string>Inter</string></edit>
  </match>
</fontconfig>
`;

/**
 * Compiles and starts it. Close what it answers.
 * @param {{ scale: number }} options pixels per point of the pictures
 */
export async function launchFixtureApp({ scale }) {
  await compileApp();
  const { executable, app } = await makeOwnElectron(join(folder, 'electron'), 'main/index.mjs');
  for (const part of ['main', 'preload', 'renderer']) await symlink(join(folder, part), join(app, part));
  const fontsFile = join(folder, 'fonts.conf');
  await writeFile(fontsFile, fonts);
  return launchElectron({
    executablePath: executable,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      `--force-device-scale-factor=${scale}`,
    ],
    env: { ...environment(), FONTCONFIG_FILE: fontsFile },
  });
}

function environment() {
  const set = Object.entries(process.env).filter(([, value]) => value !== undefined);
  return /** @type {Record<string, string>} */ (Object.fromEntries(set));
}
