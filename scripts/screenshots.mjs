// Writes a picture of every view and state of the window, light and dark, to build/screenshots/: `npm run screenshots`.
// With words behind it, only those whose names contain one of them.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildDir } from './lib/places.mjs';
import { launchFixtureApp } from './screenshots/launch.mjs';
import { shots } from './screenshots/shots.mjs';

const wanted = process.argv.slice(2);
const target = join(buildDir, 'screenshots');
const chosen = shots.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
if (wanted.length === 0) await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });

/** @type {import('./screenshots/app.ts').Scene} */
const usual = {
  state: 'running',
  containers: 'some',
  actions: 'succeed',
  logs: 'some',
  swarm: 'none',
  engine: 'own',
};

const app = await launchFixtureApp({ scale: Number(process.env.SLIPWAY_SCREENSHOT_SCALE ?? 1) });

/** The whole window whatever its zoom: the page's own screenshot takes the zoomed page's size for the window's. */
async function capture() {
  const png = await app.evaluate(async ({ BrowserWindow }) => {
    const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage();
    return image?.toPNG().toString('base64') ?? '';
  });
  return Buffer.from(png, 'base64');
}

/**
 * Code is loaded when it is first needed: a picture is taken once nothing has come for this long. React shows what it has waited for 300 ms
 * after the last time at the earliest. In milliseconds.
 */
const quietMs = 450;
const loadedWithinMs = 10_000;

/** @param {import('playwright-core').Page} page */
function watchLoading(page) {
  const open = new Set();
  let changedAt = performance.now();
  page.on('request', (request) => {
    open.add(request);
    changedAt = performance.now();
  });
  for (const event of /** @type {const} */ (['requestfinished', 'requestfailed']))
    page.on(/** @type {'requestfinished'} */ (event), (request) => {
      open.delete(request);
      changedAt = performance.now();
    });
  return async () => {
    const asked = performance.now();
    const isQuiet = () => open.size === 0 && performance.now() - Math.max(asked, changedAt) >= quietMs;
    while (!isQuiet()) {
      if (performance.now() - asked > loadedWithinMs) throw new Error('The page is still being loaded.');
      await page.waitForTimeout(20);
    }
  };
}

try {
  const page = await app.firstWindow();
  const loaded = watchLoading(page);
  for (const shot of chosen) {
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      await page.emulateMedia({
        colorScheme,
        reducedMotion: 'reduce',
        contrast: shot.look === 'contrast' ? 'more' : 'no-preference',
        forcedColors: shot.look === 'forced' ? 'active' : 'none',
      });
      const zoom = shot.look === 'large' ? 2 : 1;
      await app.evaluate(
        ({ BrowserWindow }, factor) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(factor),
        zoom,
      );
      const scene = { ...usual, ...shot.scene };
      await app.evaluate((_, next) => /** @type {any} */ (globalThis).setScene(next), scene);
      await page.reload();
      await page.waitForFunction(() => document.querySelector('main') !== null);
      if (scene.state !== 'unknown') await page.waitForTimeout(150);
      await shot.act?.(page);
      await page.mouse.move(0, 0);
      await loaded();
      const path = join(target, `${shot.name}-${colorScheme}.png`);
      if (zoom === 1) await page.screenshot({ path });
      else await writeFile(path, await capture());
    }
    console.log(shot.name);
  }
} finally {
  await app.close();
}
console.log(`${chosen.length * 2} pictures in ${target}`);
