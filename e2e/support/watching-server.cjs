// A server that reloads when its files change, as development servers do: for a container that has the folder given. It watches
// each folder below it by inotify, and looks at every event at the file that it names and at which names there are. `/` is page.txt as it was last loaded; `/events` are the changes
// that it has seen, one a line, those to come included.
const { lstatSync, readdirSync, readFileSync, watch } = require('node:fs');
const { createServer } = require('node:http');
const { join, relative } = require('node:path');

const top = process.argv[2] ?? '/';
/** @type {string[]} */
const lines = [];
/** @type {Set<import('node:http').ServerResponse>} */
const listeners = new Set();
/** @type {Map<string, string>} */
const known = new Map();
let page = '';

/** @param {object} change */
function tell(change) {
  const line = `${JSON.stringify(change)}\n`;
  lines.push(line);
  for (const listener of listeners) listener.write(line);
}

/** @param {string} path */
function look(path) {
  try {
    return lstatSync(path).isDirectory() ? 'folder' : readFileSync(path, 'utf8');
  } catch {
    return 'gone';
  }
}

/** @param {string} folder @param {boolean} isFirst @param {string | null} [name] */
function read(folder, isFirst, name) {
  /** @type {string[]} */
  let names = [];
  try {
    names = readdirSync(folder);
  } catch {}
  const paths = names.map((name) => join(folder, name));
  const gone = [...known.keys()].filter((path) => join(path, '..') === folder && !paths.includes(path));
  const fresh = paths.filter((path) => !known.has(path) || path === join(folder, name ?? ''));
  for (const path of [...fresh, ...gone]) {
    const now = look(path);
    if (known.get(path) === now) continue;
    if (now === 'gone') known.delete(path);
    else known.set(path, now);
    if (path === join(top, 'page.txt')) page = now;
    if (!isFirst) tell({ path: relative(top, path), now });
    if (now === 'folder') follow(path, isFirst);
  }
}

/** @param {string} folder @param {boolean} isFirst */
function follow(folder, isFirst) {
  const watcher = watch(folder, (event, name) => {
    tell({ event, folder: relative(top, folder), name });
    read(folder, false, name);
  });
  watcher.on('error', () => undefined);
  read(folder, isFirst);
}

follow(top, true);
createServer((request, response) => {
  if (request.url !== '/events') return response.end(page);
  response.flushHeaders();
  for (const line of lines) response.write(line);
  listeners.add(response);
  response.on('close', () => listeners.delete(response));
}).listen(8000, () => console.log('ready'));
