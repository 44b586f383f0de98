import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type HomePaths, homePaths } from '../../main/home/paths.ts';
import { writeFileAtomically } from '../../main/util/atomic-file.ts';
import { type DisplayEnvironment, startDisplays } from './displays.ts';
import { copyHome, createInstance, type Instance, removeInstance, testSettings } from './instance.ts';
import { mindRun } from './mind-run.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The file that is there once the VMs run, or cannot, and says why: see shared-vm.ts. */
    readonly vmsBegun: string;
    /** The users' homes of the instances that tests share, one for each lane. */
    readonly sharedUserHomes: readonly string[];
    /** The home of an instance that sleeps and that nobody supervises: copies of it resume in the place of being booted. */
    readonly sleepingOriginal: string;
    /** The environment by which the windows of each lane find their display. */
    readonly displays: readonly DisplayEnvironment[];
  }
}

/**
 * A VM for each lane, started as a user would; all must be gone without a trace at the end. Tests begin at once: those that need no
 * VM while the first of these boots, which leaves a processor idle.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const compiled = join(project.config.root, 'build/app/main/cli.js');
  await access(compiled).catch(() => {
    throw new Error(
      `${compiled} is missing: run \`npm test\`, which builds everything, or \`npm run build\`.`,
    );
  });
  mindRun();
  const first = await createInstance({ settings: testSettings });
  const lanes = Array.from({ length: project.config.maxWorkers - 1 });
  const further = await Promise.all(lanes.map(() => createInstance({ settings: testSettings })));
  const original = homePaths(join(first.userHome, 'sleeper'));
  const displays = await startDisplays(project.config.maxWorkers, first.userHome);
  const begunFile = join(first.userHome, 'vms-begun');
  const over = new AbortController();
  const begun = begin(first, further, original, over.signal)
    .then(() => '', reasonOf)
    .then((failure) => writeFileAtomically(begunFile, failure));
  project.provide('vmsBegun', begunFile);
  project.provide('sleepingOriginal', original.home);
  project.provide(
    'sharedUserHomes',
    [first, ...further].map(({ userHome }) => userHome),
  );
  project.provide('displays', displays.environments);
  return async () => {
    over.abort(new Error('the tests are over'));
    await begun.catch(() => undefined);
    await displays.end();
    await all([first, ...further].map(removeInstance));
  };
}

/**
 * Boots the first, puts it to sleep, keeps a copy of it as it is then, and starts all: the further ones are copies, too. Goes no
 * further once it is over.
 */
async function begin(
  first: Instance,
  further: readonly Instance[],
  original: HomePaths,
  over: AbortSignal,
): Promise<void> {
  await start(first);
  over.throwIfAborted();
  const { code, stderr } = await first.slipway(['sleep']);
  if (code !== 0) throw new Error(`slipway sleep ended with ${code}: ${stderr}`);
  await copyHome(first.paths, original);
  over.throwIfAborted();
  const copies = further.map(async (instance) => {
    await copyHome(original, instance.paths);
    await start(instance);
  });
  await all([...copies, first.start().then(() => undefined)]);
}

/** Waits for all of them, also when one fails, and rejects then. */
async function all(works: readonly Promise<void>[]): Promise<void> {
  for (const end of await Promise.allSettled(works)) if (end.status === 'rejected') throw end.reason;
}

async function start(instance: Instance): Promise<void> {
  const { durationMs } = await instance.start();
  console.log(`A shared VM runs, after ${(durationMs / 1_000).toFixed(1)} s.`);
}

function reasonOf(error: unknown): string {
  return `No VM could be begun for the tests: ${error instanceof Error ? error.message : String(error)}`;
}
