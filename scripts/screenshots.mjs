// Writes a picture of every view and state of the window, light and dark, to build/screenshots/: `npm run screenshots`.
// With words behind it, only those whose names contain one of them.
import { mkdir, rm } from 'node:fs/promises';
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
const usual = { state: 'running', containers: 'some', actions: 'succeed' };

const app = await launchFixtureApp({ scale: Number(process.env.SLIPWAY_SCREENSHOT_SCALE ?? 1) });
try {
  const page = await app.firstWindow();
  for (const shot of chosen) {
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const scene = { ...usual, ...shot.scene };
      await app.evaluate((_, next) => /** @type {any} */ (globalThis).setScene(next), scene);
      await page.reload();
      await page.waitForFunction(() => document.querySelector('main') !== null);
      if (scene.state !== 'unknown') await page.waitForTimeout(150);
      await shot.act?.(page);
      await page.mouse.move(0, 0);
      await page.waitForTimeout(200);
      await page.screenshot({ path: join(target, `${shot.name}-${colorScheme}.png`) });
    }
    console.log(shot.name);
  }
} finally {
  await app.close();
}
console.log(`${chosen.length * 2} pictures in ${target}`);
