import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createInstance, type Instance, removeInstance, testSettings } from './instance.ts';
import { mindRun } from './mind-run.ts';
import { makeOriginal, removeOriginal } from './sleeping-original.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The users' homes of the instances that tests share, one for each lane. */
    readonly sharedUserHomes: readonly string[];
    /** Where an instance that sleeps is, or is to be made, to be copied. */
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
  let original: Instance | undefined;
  const removeAll = () =>
    all([...instances.map(removeInstance), ...(original === undefined ? [] : [removeOriginal(original)])]);
  try {
    const first = await startShared();
    instances.push(first);
    const further = Array.from({ length: project.config.maxWorkers - 1 }, async () => {
      instances.push(await startShared(first));
    });
    const making = async () => {
      original = await makeOriginal(first);
    };
    // Once for all lanes. A single one may have no use for it, and makes it by itself when it has.
    await all(further.length === 0 ? [] : [...further, making()]);
    project.provide('sleepingOriginal', original?.paths.home ?? join(first.userHome, 'sleeper'));
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

/** Those after the first begin from its template. */
async function startShared(first?: Instance): Promise<Instance> {
  const known = first === undefined ? {} : { verdictsOf: first.paths, templateOf: first.paths };
  const instance = await createInstance({ settings: testSettings, ...known });
  try {
    const { durationMs } = await instance.start();
    console.log(`A shared VM runs, after ${(durationMs / 1_000).toFixed(1)} s.`);
    return instance;
  } catch (error) {
    await removeInstance(instance).catch(() => undefined);
    throw error;
  }
}
