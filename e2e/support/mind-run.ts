import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runMark } from './test-homes.mjs';

/** The environment variable by which the tests' own processes know which run they belong to. */
const runVariable = 'SLIPWAY_TEST_RUN';

/**
 * Has everything that this run makes removed once it has ended, however that happens: a process of its own waits for
 * that. Call once, before any home is made.
 */
export function mindRun(): void {
  process.env[runVariable] = `${process.pid}-${Date.now()}`;
  const janitor = spawn(
    process.execPath,
    [join(import.meta.dirname, 'janitor.mjs'), process.env[runVariable]],
    { detached: true, stdio: ['pipe', 'ignore', 'ignore'] },
  );
  janitor.unref();
}

/** Marks a home as one of this run. */
export async function markHome(userHome: string): Promise<void> {
  const run = process.env[runVariable];
  if (run !== undefined) await writeFile(join(userHome, runMark), run);
}
