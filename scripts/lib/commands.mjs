// What can be done with a checkout, once it is set up.
import { join } from 'node:path';
import { places, root } from './places.mjs';
import { StepError } from './step-error.mjs';

/**
 * @typedef {object} Command
 * @property {string} usage what may follow the command's name
 * @property {string} purpose
 */

/** @type {Readonly<Record<string, Command>>} */
export const commands = {
  start: {
    usage: '',
    purpose: 'open the window; without a display, start the engine and run a first container',
  },
  test: { usage: '[check|lint|unit|e2e]...', purpose: 'run every kind of test, or only the kinds named' },
  screenshots: { usage: '', purpose: 'write a picture of every view to build/screenshots/' },
  bench: { usage: '[ARGS]', purpose: 'measure, and print a table' },
  package: { usage: '[TARGET]...', purpose: 'pack the app for Linux into build/package/ (target: dir)' },
  cli: { usage: 'ARGS', purpose: 'run the slipway command of this checkout' },
  prepare: { usage: '', purpose: 'set up everything, run nothing' },
};

/** Text for a person who asked for something that there is not. */
export function usage() {
  const lines = Object.entries(commands).map(
    ([name, { usage: rest, purpose }]) => `  ${`${name} ${rest}`.padEnd(32)} ${purpose}`,
  );
  return ['usage: node scripts/bootstrap.mjs COMMAND', '', ...lines].join('\n');
}

/** Whether a window can be opened here. */
export function hasDisplay(platform = process.platform, environment = process.env) {
  if (platform !== 'linux') return true;
  return Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

/**
 * The program that a command ends in.
 * @param {string} command
 * @param {readonly string[]} rest what followed the command's name
 * @param {import('./assets-index.mjs').AssetsIndex} assets
 * @returns {{ program: string, arguments: readonly string[] }}
 */
export function programFor(command, rest, assets) {
  const node = process.execPath;
  switch (command) {
    case 'start-window':
      return electronProgram(assets, rest);
    case 'screenshots':
      return underDisplay('npm', ['run', '--silent', 'run:screenshots', '--', ...rest]);
    case 'bench':
      return underDisplay('npm', ['run', '--silent', 'run:bench', '--', ...rest]);
    case 'package':
      return { program: node, arguments: [join(root, 'scripts/package.mjs'), ...rest] };
    default:
      throw new Error(`No program for ${command}.`);
  }
}

/**
 * @param {import('./assets-index.mjs').AssetsIndex} assets
 * @param {readonly string[]} rest
 */
function electronProgram(assets, rest) {
  if (!assets.electron)
    throw new StepError('Electron is not there.', 'Run: node scripts/bootstrap.mjs prepare');
  // Chromium refuses to sandbox itself as root, and the stand-in's helper has not the rights that it would need.
  const unsandboxed = process.platform === 'linux' && (process.getuid?.() === 0 || assets.electron.standIn);
  const executable = join(places.assets, '..', assets.electron.executable);
  // The stand-in takes the app from its resources folder and no word of it from the command line.
  const app = assets.electron.standIn ? [] : [root];
  return { program: executable, arguments: [...(unsandboxed ? ['--no-sandbox'] : []), ...app, ...rest] };
}

/** Width, height and depth of a display that nobody sees, as Xvfb takes them. */
export const hiddenScreen = '1440x900x24';

/**
 * Puts a display that nobody sees around a program where there is none.
 * @param {string} program
 * @param {readonly string[]} programArguments
 */
export function underDisplay(program, programArguments) {
  if (hasDisplay()) return { program, arguments: programArguments };
  return {
    program: 'xvfb-run',
    arguments: ['--auto-servernum', `--server-args=-screen 0 ${hiddenScreen}`, program, ...programArguments],
  };
}
