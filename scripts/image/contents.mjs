// Reads what the image is made of: vm-assets/packages.json and vm-assets/modules.json.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** @typedef {{ readonly name: string, readonly why: string }} Choice */

/**
 * @typedef {object} Contents
 * @property {{ readonly x64: Choice, readonly arm64: Choice }} kernel
 * @property {readonly Choice[]} base from the stable suite
 * @property {readonly Choice[]} engine from the engine's suite
 * @property {readonly Choice[]} without named as dependencies, but used by nothing here
 * @property {readonly string[]} leaveOut regular expressions over paths in the root
 */

/**
 * @typedef {object} Modules kernel modules; what they depend on comes along
 * @property {readonly string[]} initrd loaded to reach the root
 * @property {readonly string[]} network loaded before the filter and the network device are set up
 * @property {readonly string[]} engine loaded while dockerd starts, so that it need not wait for them one by one
 * @property {readonly string[]} kept regular expressions over paths below kernel/; the rest is left out
 */

/**
 * @param {string} assets the folder vm-assets
 * @returns {Promise<{ contents: Contents, modules: Modules }>}
 */
export async function readContents(assets) {
  return {
    contents: JSON.parse(await readFile(join(assets, 'packages.json'), 'utf8')),
    modules: JSON.parse(await readFile(join(assets, 'modules.json'), 'utf8')),
  };
}
