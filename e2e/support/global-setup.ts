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
    /** The file that is there once the VMs sleep, or cannot be made, and says why: see shared-vm.ts. */
    readonly vmsMade: string;
    /** The users' homes of the instances that tests share, one for each lane. */
    readonly sharedUserHomes: readonly string[];
    /** The home of an instance that sleeps and that nobody supervises: copies of it resume in the place of being booted. */
    readonly sleepingOriginal: string;
    /** The environment by which the windows of each lane find their display. */
    readonly displays: readonly DisplayEnvironment[];
  }
}

/**
 * A VM for each lane, which sleeps until a file uses it; all must be gone without a trace at the end. The first is started as a user
 * would. Tests begin at once: those that need no VM while it boots, which leaves a processor idle.
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
  const madeFile = join(first.userHome, 'vms-made');
  const over = new AbortController();
  const made = begin(first, further, original, over.signal)
    .then(() => '', reasonOf)
    .then((failure) => writeFileAtomically(madeFile, failure));
  project.provide('vmsMade', madeFile);
  project.provide('sleepingOriginal', original.home);
  project.provide(
    'sharedUserHomes',
    [first, ...further].map(({ userHome }) => userHome),
  );
  project.provide('displays', displays.environments);
  return async () => {
    over.abort(new Error('the tests are over'));
    await made.catch(() => undefined);
    await displays.end();
    await all([first, ...further].map(removeInstance));
  };
}

/** Boots the first, puts it to sleep, and makes the others copies of it. Goes no further once it is over. */
async function begin(
  first: Instance,
  further: readonly Instance[],
  original: HomePaths,
  over: AbortSignal,
): Promise<void> {
  const { durationMs } = await first.start();
  console.log(`The first VM ran after ${(durationMs / 1_000).toFixed(1)} s.`);
  over.throwIfAborted();
  const { code, stderr } = await first.slipway(['sleep']);
  if (code !== 0) throw new Error(`slipway sleep ended with ${code}: ${stderr}`);
  for (const copy of [original, ...further.map(({ paths }) => paths)]) {
    over.throwIfAborted();
    await copyHome(first.paths, copy);
  }
}

/** Waits for all of them, also when one fails, and rejects then. */
async function all(works: readonly Promise<void>[]): Promise<void> {
  for (const end of await Promise.allSettled(works)) if (end.status === 'rejected') throw end.reason;
}

function reasonOf(error: unknown): string {
  return `No VM could be begun for the tests: ${error instanceof Error ? error.message : String(error)}`;
}
