import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{main,renderer,scripts,e2e}/**/*.spec.{ts,tsx,mjs}'],
          testTimeout: 10_000,
        },
      },
      // Two at a time, each in a process of its own (`npm test`).
      endToEnd('e2e', 'e2e/{cli,window,native}/**/*.e2e.ts'),
      endToEnd('e2e-faults', 'e2e/{faults,sleep}/**/*.e2e.ts'),
    ],
  },
});

function endToEnd(name: string, files: string) {
  return {
    test: {
      name,
      include: [files],
      globalSetup: ['e2e/support/global-setup.ts'],
      // One VM is shared: files run one after another.
      fileParallelism: false,
      testTimeout: 180_000,
      hookTimeout: 300_000,
    },
  };
}
