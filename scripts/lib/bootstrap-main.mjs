// Sets up what a command needs, then does it.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeAssetsIndex } from './assets-index.mjs';
import { bootstrapSteps, commandPackages } from './bootstrap-steps.mjs';
import { takeBuildLock } from './build-lock.mjs';
import { goToCallerFolder } from './caller-folder.mjs';
import { commands, hasDisplay, programFor, usage } from './commands.mjs';
import { runFirstContainer } from './first-run.mjs';
import { buildDir, places, root } from './places.mjs';
import { createProgress } from './progress.mjs';
import { pruneCache } from './prune-cache.mjs';
import { runAttached } from './run-attached.mjs';
import { InterruptedError, StepError } from './step-error.mjs';
import { explain, runSteps, stepsFor, undoneSteps } from './steps.mjs';
import { installPackages, missingPackages } from './system-packages.mjs';
import { runTests, tiers } from './test-command.mjs';
import { recordRun } from './timings.mjs';

/** Exit code of a program that was stopped with Ctrl-C. */
const interruptedCode = 130;

/**
 * @param {readonly string[]} words the command and what follows it
 * @returns {Promise<number | undefined>} the exit code; undefined: whoever is running now sets it
 */
export async function bootstrap(words) {
  const [name = '', ...after] = words;
  // `npm run slipway -- ARGS` leaves the "--" that package.json puts before ARGS.
  const rest = after[0] === '--' ? after.slice(1) : after;
  const wrongTier =
    name === 'test' ? rest.find((tier) => !tiers.some((known) => known.name === tier)) : undefined;
  if (!Object.hasOwn(commands, name) || wrongTier !== undefined) {
    console.error(
      wrongTier ? `No such kind of test: ${wrongTier}` : `No such command: ${name || '(none given)'}`,
    );
    console.error(usage());
    return 2;
  }
  const command = variant(name, rest);
  try {
    const { assets, run } = await prepare(command);
    if (command === 'prepare') return 0;
    if (name === 'test') return await runTests(rest, (line) => console.log(line));
    if (command === 'start') {
      const { code, timings } = await runFirstContainer((line) => console.log(line));
      await recordRun(places.timings, { ...run, steps: [...run.steps, ...timings] });
      return code;
    }
    if (command === 'cli') {
      // In this process: another one would cost each command a twentieth of a second.
      const entry = join(places.app, 'main/cli.js');
      goToCallerFolder();
      process.argv.splice(1, Number.POSITIVE_INFINITY, entry, ...rest);
      await import(pathToFileURL(entry).href);
      return undefined;
    }
    const { program, arguments: programArguments } = programFor(command, rest, assets);
    return await runAttached(program, programArguments, { cwd: root });
  } catch (error) {
    if (error instanceof InterruptedError) {
      console.error('Stopped. What was finished is kept; nothing half done is left.');
      return interruptedCode;
    }
    const { message, hint } = error instanceof StepError ? error : explain('Setting up', error);
    console.error(`${message}\n${hint}`);
    return 1;
  }
}

/**
 * The command as the steps know it: some need more or less, depending on where and how they are called.
 * @param {string} name
 * @param {readonly string[]} rest
 */
function variant(name, rest) {
  if (name === 'start' && hasDisplay()) return 'start-window';
  if (name === 'test' && rest.length > 0 && !rest.includes('e2e')) return 'test-code';
  return name;
}

/**
 * Does what is not done yet, and says what is there now and how long it took. One process at a time does so in a
 * checkout; a second one waits, and finds it done.
 * @param {string} command
 */
async function prepare(command) {
  const startedAt = new Date();
  const steps = stepsFor(bootstrapSteps, command);
  const always = commandPackages[command] ?? [];
  const isReady = async () =>
    (await undoneSteps(steps)).length === 0 && (await missingPackages(always)).length === 0;

  const ready = await isReady();
  const timings = ready ? [] : await interruptible((signal) => doWhatIsUndone(steps, always, signal));
  const assets = await writeAssetsIndex();
  const run = {
    command,
    startedAt: startedAt.toISOString(),
    totalMs: Date.now() - startedAt.getTime(),
    steps: timings,
  };
  // The CLI is called far too often for a line each; a start adds what comes after.
  if (!ready && command !== 'start') await recordRun(places.timings, run);
  return { assets, run };
}

/**
 * @param {readonly import('./steps.mjs').Step[]} steps
 * @param {readonly string[]} always packages needed whatever has been built
 * @param {AbortSignal} signal
 * @returns {Promise<import('./steps.mjs').StepTiming[]>}
 */
async function doWhatIsUndone(steps, always, signal) {
  const progress = createProgress(process.stderr);
  const giveBack = await takeBuildLock(places.lock, {
    signal,
    onWait: ({ pid }) => progress.note(`Waiting for process ${pid}, which is setting up this checkout.`),
  });
  try {
    await removeUnfinished();
    const undone = await undoneSteps(steps);
    const needed = [...always, ...undone.flatMap((step) => step.packages ?? [])];
    const missing = await missingPackages([...new Set(needed)]);
    const timings = await runSteps(
      missing.length > 0 ? afterInstall(missing, undone, progress.note) : undone,
      progress,
      signal,
    );
    const assets = JSON.stringify(await writeAssetsIndex());
    await pruneCache(places.cache, (name) => assets.includes(name));
    return timings;
  } finally {
    progress.stop();
    await giveBack();
  }
}

/**
 * Puts a step in front that installs packages; those steps wait for it that need packages at all.
 * @param {readonly string[]} missing
 * @param {readonly import('./steps.mjs').Step[]} undone
 * @param {(line: string) => void} note
 * @returns {import('./steps.mjs').Step[]}
 */
function afterInstall(missing, undone, note) {
  const name = 'System packages';
  return [
    {
      name,
      neededFor: [],
      check: async () => false,
      run: (context) => installPackages(missing, { ...context, note }),
    },
    ...undone.map((step) => (step.packages ? { ...step, after: [...(step.after ?? []), name] } : step)),
  ];
}

/**
 * Runs something that Ctrl-C stops in an orderly way.
 * @template T
 * @param {(signal: AbortSignal) => Promise<T>} action
 * @returns {Promise<T>}
 */
async function interruptible(action) {
  const controller = new AbortController();
  const stop = (/** @type {'SIGINT' | 'SIGTERM' | 'SIGHUP'} */ name) =>
    controller.abort(new InterruptedError(name));
  const names = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const name of names) process.on(name, stop);
  try {
    return await action(controller.signal);
  } finally {
    for (const name of names) process.off(name, stop);
  }
}

/** Removes what a process that was killed outright left behind. Only the holder of the lock may. */
async function removeUnfinished() {
  for (const folder of [buildDir, places.cache])
    for (const name of await readdir(folder).catch(() => /** @type {string[]} */ ([])))
      if (name.startsWith('.unfinished-')) await rm(join(folder, name), { recursive: true, force: true });
}
