import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type HomePaths, homePaths } from '../../main/home/paths.ts';
import {
  copyHome,
  createInstance,
  type Instance,
  type InstanceOptions,
  removeInstance,
  testSettings,
} from './instance.ts';
import { mindRun } from './mind-run.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The users' homes of the instances that tests share, one for each lane. */
    readonly sharedUserHomes: readonly string[];
    /** The home of an instance that sleeps and that nobody supervises: copies of it resume in the place of being booted. */
    readonly sleepingOriginal: string;
  }
}

/** A VM for each lane, started as a user would; all must be gone without a trace at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const compiled = join(project.config.root, 'build/app/main/cli.js');
  await access(compiled).catch(() => {
    throw new Error(
      `${compiled} is missing: run \`npm test\`, which builds everything, or \`npm run build\`.`,
    );
  });
  mindRun();
  const instances: Instance[] = [];
  const removeAll = () => all(instances.map(removeInstance));
  try {
    const first = await startShared();
    instances.push(first);
    const original = await copyAsleep(first);
    const further = Array.from({ length: project.config.maxWorkers - 1 }, async () => {
      instances.push(await startShared({ copyOf: original }));
    });
    await all([...further, first.start().then(() => undefined)]);
    project.provide('sleepingOriginal', original.home);
  } catch (error) {
    await removeAll().catch(() => undefined);
    throw error;
  }
  project.provide(
    'sharedUserHomes',
    instances.map(({ userHome }) => userHome),
  );
  return removeAll;
}

/** Waits for all of them, also when one fails, and rejects then. */
async function all(works: readonly Promise<void>[]): Promise<void> {
  for (const end of await Promise.allSettled(works)) if (end.status === 'rejected') throw end.reason;
}

async function startShared(options: InstanceOptions = {}): Promise<Instance> {
  const instance = await createInstance({ settings: testSettings, ...options });
  try {
    const { durationMs } = await instance.start();
    console.log(`A shared VM runs, after ${(durationMs / 1_000).toFixed(1)} s.`);
    return instance;
  } catch (error) {
    await removeInstance(instance).catch(() => undefined);
    throw error;
  }
}

/** Puts it to sleep, and copies it as it is then into a folder that goes with its user's home. */
async function copyAsleep({ userHome, paths, slipway }: Instance): Promise<HomePaths> {
  const { code, stderr } = await slipway(['sleep']);
  if (code !== 0) throw new Error(`slipway sleep ended with ${code}: ${stderr}`);
  const copy = homePaths(join(userHome, 'sleeper'));
  await copyHome(paths, copy);
  return copy;
}
