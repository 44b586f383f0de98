// Starts the window over recorded data (app.ts) in an Electron of its own.
import { link, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { build } from 'vite';
import { launchElectron } from '../lib/launch-electron.mjs';
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

/**
 * A copy of Electron that starts this app: the stand-in takes no app on its command line. Hard links: it costs nothing.
 * @param {string} from
 * @param {string} to
 */
async function linkFolder(from, to) {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkFolder(source, target);
    else if (entry.isFile()) await link(source, target);
  }
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

/** The Electron that the bootstrap has made or found. */
async function electronExecutable() {
  const { electron } = JSON.parse(await readFile(join(buildDir, 'assets.json'), 'utf8'));
  if (!electron) throw new Error('There is no Electron: run `npm run screenshots`, which gets one.');
  return /** @type {string} */ (join(buildDir, electron.executable));
}

/**
 * Compiles and starts it. Close what it answers.
 * @param {{ scale: number }} options pixels per point of the pictures
 */
export async function launchFixtureApp({ scale }) {
  await compileApp();
  const runtime = join(folder, 'electron');
  await linkFolder(dirname(await electronExecutable()), runtime);
  await mkdir(join(runtime, 'resources/app'), { recursive: true });
  const app = join(runtime, 'resources/app');
  for (const part of ['main', 'preload', 'renderer']) await symlink(join(folder, part), join(app, part));
  await writeFile(join(app, 'package.json'), JSON.stringify({ name: 'slipway', main: 'main/index.mjs' }));
  const fontsFile = join(folder, 'fonts.conf');
  await writeFile(fontsFile, fonts);
  return launchElectron({
    executablePath: join(runtime, 'electron'),
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
