// The kernel's parts of the image: which modules stay, in what order the first ones load, and the initrd.
import { chmod, copyFile, cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { prune } from '../lib/debian.mjs';

/**
 * @typedef {object} KernelTree
 * @property {string} release such as 6.12.0-cloud-amd64
 * @property {ReadonlyMap<string, readonly string[]>} dependencies module path to the paths it needs, nearest first
 */

/**
 * Keeps the modules that are asked for, decompressed (so that loading them costs no time), with what they depend on, and
 * makes the indexes that modprobe reads. Throws when a module that must load is neither there nor built in.
 * @param {string} tree an unpacked kernel package
 * @param {import('./contents.mjs').Modules} modules
 * @param {import('../lib/tools.mjs').RunTool} runTool
 * @returns {Promise<KernelTree>}
 */
export async function prepareModules(tree, modules, runTool) {
  const releases = await readdir(join(tree, 'usr/lib/modules'));
  const [release = ''] = releases;
  if (releases.length !== 1)
    throw new Error(`Expected the modules of one kernel in ${tree}, found: ${releases.join(', ')}`);
  const folder = join(tree, 'usr/lib/modules', release);
  await runTool('depmod', ['-b', join(tree, 'usr'), '-m', '/lib/modules', release]);
  const all = await readDependencies(folder);

  const keptPatterns = modules.kept.map((pattern) => new RegExp(pattern));
  const builtIn = await readFile(join(folder, 'modules.builtin'), 'utf8');
  const wanted = new Set(
    [...all.keys()].filter((path) =>
      keptPatterns.some((pattern) => pattern.test(path.replace(/^kernel\//, ''))),
    ),
  );
  for (const name of [...modules.initrd, ...modules.network, ...modules.engine]) {
    const path = [...all.keys()].find((candidate) => moduleName(candidate) === name.replace(/-/g, '_'));
    if (path) wanted.add(path);
    else if (!builtIn.split('\n').some((line) => moduleName(line) === name.replace(/-/g, '_')))
      throw new Error(`Kernel ${release} has no module ${name}, which vm-assets/modules.json names.`);
  }
  for (const path of [...wanted]) for (const needed of all.get(path) ?? []) wanted.add(needed);

  const kernelFolder = join(folder, 'kernel');
  const folders = new Set();
  for (const path of wanted) for (let up = dirname(path); up !== '.'; up = dirname(up)) folders.add(up);
  await prune(kernelFolder, '', (path) => wanted.has(`kernel/${path}`) || folders.has(`kernel/${path}`));
  const compressed = [...wanted].filter((path) => path.endsWith('.xz')).map((path) => join(folder, path));
  await runTool('xz', ['--decompress', '--threads=0', ...compressed]);
  await runTool('depmod', ['-b', join(tree, 'usr'), '-m', '/lib/modules', release]);
  return { release, dependencies: await readDependencies(folder) };
}

/**
 * Writes the initrd: busybox, the init script and the modules that it takes to reach the root.
 * @param {{ tree: string, kernel: KernelTree, modules: import('./contents.mjs').Modules, initScript: string, file: string, scratch: string, runTool: import('../lib/tools.mjs').RunTool }} options
 */
export async function writeInitrd({ tree, kernel, modules, initScript, file, scratch, runTool }) {
  const moduleFolder = join('lib/modules', kernel.release);
  for (const name of ['bin', 'dev', 'etc', 'proc', 'sys', 'image', 'memory', 'root', moduleFolder])
    await mkdir(join(scratch, name), { recursive: true });
  await copyFile(join(tree, 'usr/bin/busybox'), join(scratch, 'bin/busybox'));
  for (const name of ['cat', 'echo', 'mkdir', 'modprobe', 'mount', 'poweroff', 'sh', 'sleep', 'switch_root'])
    await symlink('busybox', join(scratch, 'bin', name));
  await copyFile(initScript, join(scratch, 'init'));
  await chmod(join(scratch, 'init'), 0o755);
  /** @type {Set<string>} */
  const wanted = new Set();
  /** @type {string[]} */
  const names = [];
  for (const [path, needed] of kernel.dependencies) {
    if (!modules.initrd.some((name) => name.replace(/-/g, '_') === moduleName(path))) continue;
    wanted.add(path);
    for (const dependency of needed) wanted.add(dependency);
  }
  for (const name of modules.initrd)
    if ([...wanted].some((path) => moduleName(path) === name.replace(/-/g, '_'))) names.push(name);
  for (const path of wanted) {
    const target = join(scratch, moduleFolder, path);
    await mkdir(dirname(target), { recursive: true });
    await cp(join(tree, 'usr', moduleFolder, path), target);
  }
  const lines = [...wanted].map((path) =>
    `${path}: ${(kernel.dependencies.get(path) ?? []).join(' ')}`.trimEnd(),
  );
  await writeFile(join(scratch, moduleFolder, 'modules.dep'), `${lines.join('\n')}\n`);
  await writeFile(join(scratch, 'etc/modules'), `${names.join('\n')}\n`);
  const list = (await readdir(scratch, { recursive: true })).sort();
  const options = ['--create', '--format=newc', '--owner=0:0', '--reproducible', '--quiet', `--file=${file}`];
  await runTool('cpio', options, { cwd: scratch, input: `.\n${list.join('\n')}\n` });
  await rm(scratch, { recursive: true });
}

/**
 * @param {string} folder
 * @returns {Promise<Map<string, string[]>>}
 */
async function readDependencies(folder) {
  const text = await readFile(join(folder, 'modules.dep'), 'utf8');
  return new Map(
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const [path = '', needed = ''] = line.split(':');
        return [path, needed.trim().split(/\s+/).filter(Boolean)];
      }),
  );
}

/** @param {string} path */
function moduleName(path) {
  return basename(path)
    .replace(/\.ko(\.xz)?$/, '')
    .replace(/-/g, '_');
}
