import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { SlipwayError } from '../../contract/errors.ts';
import type { HomePaths } from '../../home/paths.ts';
import { readJsonFile } from '../../util/atomic-file.ts';
import { ignoreMissing } from '../../util/file-errors.ts';
import { buildFailure, failedLines } from './build-failure.ts';
import { type BuildOrder, buildCommand, nameOfOrder } from './build-order.ts';
import type { PerformBuild } from './builds.ts';
import { refFinder } from './find-ref.ts';
import { runBuildx } from './run-buildx.ts';
import { readSolveStatus } from './solve-status.ts';

/** What buildx writes of a build that has gone well. */
const metadata = z.object({
  'buildx.build.ref': z.string().optional(),
  'containerimage.digest': z.string().optional(),
  'containerimage.config.digest': z.string().optional(),
});

/** Makes builds with the bundled buildx. */
export function performAt(paths: HomePaths): PerformBuild {
  const findRef = refFinder(paths.dockerConfig);
  return async (order, ears, signal) => {
    const name = nameOfOrder(order);
    await refuseMissing(order, name);
    const folder = await mkdtemp(join(tmpdir(), 'slipway-build-'));
    try {
      const written = join(folder, 'metadata.json');
      const since = Date.now();
      let looking: Promise<void> | undefined;
      const onMessage = (line: string) => {
        const status = readSolveStatus(line);
        if (status === undefined) return false;
        // It is noted before BuildKit is asked for anything.
        looking ??= findRef(order, since).then((ref) => {
          if (ref !== undefined) ears.onRef(ref);
        });
        ears.onStatus(status);
        return true;
      };
      const command = buildCommand(order, written);
      const { ok, words } = await runBuildx(paths, { ...command, onMessage, signal });
      await looking;
      if (!ok) return { kind: 'failed', failure: buildFailure(name, words), lines: failedLines(words) };
      const read = metadata.safeParse(await readJsonFile(written));
      const image = read.data?.['containerimage.config.digest'] ?? read.data?.['containerimage.digest'];
      const ref = read.data?.['buildx.build.ref'];
      if (ref !== undefined) ears.onRef(ref);
      return { kind: 'done', image: image ?? null };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}

/** buildx says of these in many words what is wrong, and not what to try. */
async function refuseMissing({ folder, dockerfile }: BuildOrder, name: string): Promise<void> {
  for (const path of [folder, dockerfile]) {
    if ((await stat(path).catch(ignoreMissing)) !== undefined) continue;
    throw new SlipwayError({
      code: 'not-found',
      message: `Could not build ${name}: ${path} is not there any more.`,
      hint: 'Choose it again.',
    });
  }
}
