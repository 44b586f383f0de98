import type { HomePaths } from '../../home/paths.ts';
import { buildHistory } from './build-history.ts';
import { buildRecords } from './build-records.ts';
import { createBuilds } from './builds.ts';
import { checkAt } from './check-dockerfile.ts';
import type { BuildParts } from './handlers.ts';
import { performAt } from './perform-build.ts';

/** The builds of a home's engine: those of this app, and those that BuildKit remembers. */
export function createBuildParts(paths: HomePaths, warn: (message: string) => void): BuildParts {
  const records = buildRecords(paths.builds, warn);
  return {
    builds: createBuilds(performAt(paths), records.add),
    history: buildHistory(paths),
    records,
    check: checkAt(paths),
  };
}
