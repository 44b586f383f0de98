// Port 8080 has the pages of site/, each in the layout of site/layout.mjs. Port 8081 tells browsers that have one open when
// anything in site/ has changed. Nothing is polled: the folder is watched.
import { watch } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';

const folder = join(import.meta.dirname, 'site');
/** Saving a file is told as several changes. In milliseconds. */
const settleMs = 50;

/** @type {Map<string, string>} */
let pages = new Map();
/** @type {Set<import('node:http').ServerResponse>} */
const browsers = new Set();

async function build() {
  // By another name each time: the module is loaded anew.
  const { layout } = await import(`./site/layout.mjs?${performance.now()}`);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.html'));
  const built = await Promise.all(
    names.map(async (name) => {
      const content = await readFile(join(folder, name), 'utf8');
      const page = layout(content, names, Number(process.env.RELOAD_PORT));
      return /** @type {const} */ ([`/${encodeURIComponent(name)}`, page]);
    }),
  );
  pages = new Map(built);
}

/** Half of a file, or a mistake in the layout: the pages stay as they are until the next change. */
async function rebuild() {
  try {
    await build();
    for (const browser of browsers) browser.write('data: changed\n\n');
  } catch (error) {
    console.error(error);
  }
}

await build();
/** @type {NodeJS.Timeout | undefined} */
let soon;
let building = Promise.resolve();
watch(folder, () => {
  clearTimeout(soon);
  soon = setTimeout(() => {
    building = building.then(rebuild);
  }, settleMs);
});

createServer(({ url = '/' }, response) => {
  const [path = '/'] = url.split('?');
  const page = pages.get(path === '/' ? '/index.html' : path);
  response.writeHead(page === undefined ? 404 : 200, { 'Content-Type': 'text/html; charset=utf-8' });
  response.end(page ?? 'There is no such page in site/.\n');
}).listen(8080);

createServer((_, response) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Access-Control-Allow-Origin': '*' });
  response.write('data: watching\n\n');
  browsers.add(response);
  response.on('close', () => browsers.delete(response));
}).listen(8081);
