// Outlives a run of the tests: what a run leaves that was interrupted or killed is ended and removed here.
// `node janitor.mjs RUN`, its standard input held open by the run for as long as that lives.
import { execFileSync } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { processesOf } from './home-processes.mjs';
import { homesFolder, homesPrefix, runMark } from './test-homes.mjs';

const [run = ''] = process.argv.slice(2);

/** Homes of this run that are still there. */
async function homes() {
  const names = (await readdir(homesFolder)).filter((name) => name.startsWith(homesPrefix));
  const paths = names.map((name) => join(homesFolder, name));
  const runs = await Promise.all(paths.map((path) => readFile(join(path, runMark), 'utf8').catch(() => '')));
  return paths.filter((_, index) => runs[index] === run);
}

/** @param {string} home whose disk a test may have made small by a file system of its own */
async function unmountIn(home) {
  const mounts = await readFile('/proc/self/mounts', 'utf8').catch(() => '');
  for (const line of mounts.split('\n')) {
    // The kernel writes a space as \040.
    const place = (line.split(' ')[1] ?? '').replaceAll('\\040', ' ');
    if (!place.startsWith(`${home}/`)) continue;
    try {
      execFileSync('umount', ['--lazy', place], { stdio: 'ignore', timeout: 10_000 });
    } catch {
      // Not ours to unmount: it stays, and so does the home.
    }
  }
}

/** @type {Set<string>} Those that were swept: a process that was just ending may make one anew, and without its mark. */
const swept = new Set();

async function sweep() {
  for (const home of await homes()) swept.add(home);
  for (const home of swept) {
    for (const { pid, command } of await processesOf(home)) {
      try {
        // A display that is not killed removes its socket, which lies in no home.
        process.kill(pid, command.startsWith('Xvfb ') ? 'SIGTERM' : 'SIGKILL');
      } catch {
        // It has just ended by itself.
      }
    }
    await unmountIn(home);
    // What cannot be removed must not keep the other homes.
    await rm(home, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
  }
}

// Ctrl-C in a terminal is told to the whole group; the run's end is told by its pipe.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => undefined);
process.stdin.resume();
console.log('ready');
process.stdin.once('close', async () => {
  // Twice: a worker of the run may have been in the midst of making another home.
  await sweep();
  await delay(2_000);
  await sweep();
});
