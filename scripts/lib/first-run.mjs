// `npm start` where there is no display: the engine is brought up, a first container is run and shown, and the engine is
// left running.
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { places, root } from './places.mjs';
import { runAttached } from './run-attached.mjs';

/** What is run, in order: each a call of the slipway command. @type {readonly { name: string, words: readonly string[] }[]} */
const calls = [
  { name: 'Engine', words: ['start'] },
  { name: 'First container', words: ['docker', 'run', '--rm', 'slipway/hello'] },
];

/**
 * How any other docker client finds the engine: by the context that was made for this home, if one was, else by its socket.
 * @param {string} home
 */
async function otherClients(home) {
  try {
    const { name } = JSON.parse(await readFile(join(home, 'state/docker-context.json'), 'utf8'));
    return `docker --context ${name} ps`;
  } catch {
    return `DOCKER_HOST=unix://${join(home, 'docker.sock')} docker ps`;
  }
}

/** @param {string} other */
const nextSteps = (other) => `
The engine goes on running. In this checkout the slipway command is "npm run -s slipway --":
  npm run -s slipway -- status                    its state, and how it started
  npm run -s slipway -- docker run --rm -it slipway/busybox
                                                  a shell in a container
  ${other}
                                                  any other docker client that is installed
  npm run -s slipway -- stop                      stop it
With a display, npm start opens the window.`;

/**
 * @param {(line: string) => void} print
 * @returns {Promise<{ code: number, timings: readonly import('./steps.mjs').StepTiming[] }>} the exit code of the first
 *   call that failed, or 0, and how long each call took
 */
export async function runFirstContainer(print) {
  /** @type {import('./steps.mjs').StepTiming[]} */
  const timings = [];
  for (const { name, words } of calls) {
    const startedAt = Date.now();
    const code = await runAttached(process.execPath, [join(places.app, 'main/cli.js'), ...words], {
      cwd: root,
    });
    timings.push({ name, durationMs: Date.now() - startedAt });
    if (code !== 0) return { code, timings };
  }
  const home = process.env.SLIPWAY_HOME ? resolve(process.env.SLIPWAY_HOME) : join(homedir(), '.slipway');
  print(nextSteps(await otherClients(home)));
  return { code: 0, timings };
}
