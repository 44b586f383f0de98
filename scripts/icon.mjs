// Draws the app's icon in every size it is needed in: `npm run icon`, after renderer/brand/slipway.svg has changed. What it
// writes is committed: a release must not look different for having been built elsewhere.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hasDisplay, underDisplay } from './lib/commands.mjs';
import { root } from './lib/places.mjs';
import { runAttached } from './lib/run-attached.mjs';
import { iconFiles, iconRecord, iconSource } from './packaging/icon-files.mjs';
import { launchFixtureApp } from './screenshots/launch.mjs';

/** Draws all of them. Any Electron will do; the one of the pictures is at hand. */
async function drawIcons() {
  const drawing = await readFile(join(root, iconSource));
  const app = await launchFixtureApp({ scale: 1 });
  try {
    await app.firstWindow();
    const opening = app.waitForEvent('window');
    await app.evaluate(({ BrowserWindow }) =>
      new BrowserWindow({ width: 1100, height: 1100, frame: false }).loadURL('data:text/html,'),
    );
    const page = await opening;
    for (const { file, size } of iconFiles) {
      const source = `data:image/svg+xml;base64,${drawing.toString('base64')}`;
      await page.setContent(`<body style="margin:0"><img width="${size}" height="${size}" src="${source}">`);
      const clip = { x: 0, y: 0, width: size, height: size };
      await mkdir(dirname(join(root, file)), { recursive: true });
      await page.screenshot({ path: join(root, file), clip, omitBackground: true });
      console.log(file);
    }
  } finally {
    await app.close();
  }
  const sha256 = createHash('sha256').update(drawing).digest('hex');
  await writeFile(join(root, iconRecord), `${JSON.stringify({ sha256 }, null, 2)}\n`);
}

if (hasDisplay()) await drawIcons();
else {
  const { program, arguments: words } = underDisplay(process.execPath, [import.meta.filename]);
  process.exitCode = await runAttached(program, words, { cwd: root });
}
