import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createInstance, removeInstance, sleepless } from './instance.ts';
import { mindRun } from './mind-run.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The user's home of the instance that all tests share. */
    readonly sharedUserHome: string;
  }
}

/** One VM for the whole run, started as a user would; it must be gone without a trace at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const compiled = join(project.config.root, 'build/app/main/cli.js');
  await access(compiled).catch(() => {
    throw new Error(
      `${compiled} is missing: run \`npm test\`, which builds everything, or \`npm run build\`.`,
    );
  });
  mindRun();
  const instance = await createInstance({ settings: sleepless });
  try {
    const { durationMs } = await instance.start();
    console.log(`The shared VM runs, after ${(durationMs / 1_000).toFixed(1)} s.`);
  } catch (error) {
    await removeInstance(instance).catch(() => undefined);
    throw error;
  }
  project.provide('sharedUserHome', instance.userHome);
  return () => removeInstance(instance);
}
