import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * How many files of e2e run at once, each with a VM that it shares with those before it. `npm test` sets it; a single file needs one.
 */
const lanes = Number(process.env.SLIPWAY_E2E_LANES ?? 1);

/** For what a test waits for unless it says otherwise: no test asserts how fast a machine is, and vitest's own is a second. */
const patience = (timeout: number) => ({ poll: { timeout } });

/** What a spec changes for the whole process, and how it puts that back. A module that is replaced stays so. */
const changes = [
  { made: /\bvi\.mock/, undone: /(?!)/ },
  // Others in the process would be heard, too.
  { made: /\bvi\.spyOn\(process, /, undone: /(?!)/ },
  { made: /\b(process|v8)\.(env\b.* = |chdir|umask|on\(|once\(|setFlags)/, undone: /(?!)/ },
  { made: /\bvi\.useFake/, undone: /\bvi\.useRealTimers/ },
  { made: /\bvi\.spyOn|\bhearOutput\b/, undone: /\bvi\.restoreAllMocks/ },
  { made: /\bvi\.stub/, undone: /\bvi\.unstubAll/ },
];

/**
 * The specs that leave the process changed, by their text: its modules, globals, clock or environment. Each has a process to itself;
 * to start one for every spec would take longer than what most of them do in it.
 */
const alone = ['main', 'renderer', 'scripts', 'e2e']
  .flatMap((folder) =>
    readdirSync(join(import.meta.dirname, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      join(folder, name),
    ),
  )
  .filter((name) => /\.spec\.(ts|tsx|mjs)$/.test(name))
  .filter((name) => {
    const text = readFileSync(join(import.meta.dirname, name), 'utf8');
    return changes.some(({ made, undone }) => made.test(text) && !undone.test(text));
  })
  .map((name) => name.replaceAll('\\', '/'));

const unit = {
  // By itself vitest takes one less than there are processors; a spec waits half of its time, for a timer or its own process.
  maxWorkers: 2 * availableParallelism(),
  testTimeout: 10_000,
  expect: patience(8_000),
};

/** Files that need no VM come first: the VMs that others share are booted meanwhile. */
class NativeFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) =>
      /[\\/]e2e[\\/]native[\\/].*\.e2e\.ts$/.test(moduleId) ? 0 : 1;
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: NativeFirst },
    // e2e ends its VMs then, and may first have to wait for one that boots.
    teardownTimeout: 300_000,
    projects: [
      {
        test: {
          ...unit,
          name: 'unit',
          include: ['{main,renderer,scripts,e2e}/**/*.spec.{ts,tsx,mjs}'],
          exclude: alone,
          isolate: false,
          // Without the starts of processes they wait for two thirds of it.
          maxWorkers: 3 * availableParallelism(),
        },
      },
      { test: { ...unit, name: 'unit-alone', include: alone, sequence: { groupOrder: 1 } } },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.ts'],
          globalSetup: ['e2e/support/global-setup.ts'],
          setupFiles: ['e2e/support/explain-failures.ts'],
          fileParallelism: lanes > 1,
          maxWorkers: lanes,
          sequence: { groupOrder: 2 },
          isolate: false,
          testTimeout: 180_000,
          // What is asked is often a program; vitest's own 50 ms would keep a processor busy with asking.
          expect: { poll: { timeout: 60_000, interval: 200 } },
          // A hook may wait for the VMs that all share, and then for one of its own.
          hookTimeout: 780_000,
        },
      },
    ],
  },
});
