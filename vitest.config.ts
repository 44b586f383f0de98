import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * How many files of e2e run at once, each with a VM that it shares with those before it. `npm test` sets it; a single file needs one.
 */
const lanes = Number(process.env.SLIPWAY_E2E_LANES ?? 1);

/** For what a test waits for unless it says otherwise: no test asserts how fast a machine is, and vitest's own is a second. */
const patience = (timeout: number) => ({ poll: { timeout } });

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{main,renderer,scripts,e2e}/**/*.spec.{ts,tsx,mjs}'],
          // By itself vitest takes one less than there are processors; a spec waits half of its time, for a timer or its own process.
          maxWorkers: 2 * availableParallelism(),
          testTimeout: 10_000,
          expect: patience(8_000),
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.ts'],
          globalSetup: ['e2e/support/global-setup.ts'],
          fileParallelism: lanes > 1,
          maxWorkers: lanes,
          sequence: { groupOrder: 1 },
          testTimeout: 180_000,
          expect: patience(60_000),
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
