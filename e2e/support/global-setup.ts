import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createInstance, type Instance, removeInstance, sleepless } from './instance.ts';
import { mindRun } from './mind-run.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The users' homes of the instances that tests share, one for each lane. */
    readonly sharedUserHomes: readonly string[];
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
  const removeAll = async () => {
    for (const instance of instances) await removeInstance(instance);
  };
  try {
    while (instances.length < project.config.maxWorkers) instances.push(await startShared(instances[0]));
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

/** Those after the first begin from its template. */
async function startShared(first: Instance | undefined): Promise<Instance> {
  const known = first === undefined ? {} : { verdictsOf: first.paths, templateOf: first.paths };
  const instance = await createInstance({ settings: sleepless, ...known });
  try {
    const { durationMs } = await instance.start();
    console.log(`A shared VM runs, after ${(durationMs / 1_000).toFixed(1)} s.`);
    return instance;
  } catch (error) {
    await removeInstance(instance).catch(() => undefined);
    throw error;
  }
}
