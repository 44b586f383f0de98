import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { abortAfter } from '../../../main/util/wait.ts';
import type { Report, Row } from '../report/report.ts';
import type { BenchContext } from '../support/context.ts';
import { benchEnvironment } from '../support/instance.ts';
import { runProgram } from '../support/run-program.ts';

const columns = { first: 'first', second: 'second' } as const;
const startDeadlineMs = 30 * 60_000;
const stopDeadlineMs = 180_000;

const runsSchema = z.object({
  runs: z.array(
    z.object({ steps: z.array(z.object({ name: z.string(), durationMs: z.number() })), totalMs: z.number() }),
  ),
});

/** One `npm start`, from the key press to the end of the command. */
interface Start {
  readonly totalMs: number;
  readonly steps: readonly { readonly name: string; readonly durationMs: number }[];
}

/**
 * Clones the checkout's commit into a new folder, with a home and an npm cache of its own, and runs `npm start` there
 * twice, the VM stopped in between. Run once whatever --runs says: it takes minutes.
 */
export async function measureStart(context: BenchContext): Promise<Report> {
  // Not below the checkout: Node would find its packages from there.
  const folder = await mkdtemp(join(tmpdir(), 'slipway-start-'));
  const checkout = join(folder, 'checkout');
  const environment = {
    ...benchEnvironment(folder, join(folder, 'home')),
    npm_config_cache: join(folder, 'npm-cache'),
  };
  // With a display npm start would open the window, and stay.
  for (const name of ['DISPLAY', 'WAYLAND_DISPLAY']) delete (environment as NodeJS.ProcessEnv)[name];
  const options = { cwd: checkout, env: environment, signal: context.signal };
  const slipway = (...words: string[]) =>
    runProgram('npm', ['run', '-s', 'slipway', '--', ...words], {
      ...options,
      signal: abortAfter(stopDeadlineMs),
      deadlineMs: stopDeadlineMs,
    });
  const start = async (): Promise<Start> => {
    const { durationMs } = await runProgram('npm', ['start'], { ...options, deadlineMs: startDeadlineMs });
    const text = await readFile(join(checkout, 'build/bootstrap-timings.json'), 'utf8');
    const last = runsSchema.parse(JSON.parse(text)).runs.at(-1);
    return { totalMs: durationMs, steps: last?.steps ?? [] };
  };
  try {
    context.say('cloning');
    const clone = ['clone', '--quiet', '--no-hardlinks', context.root, checkout];
    await runProgram('git', clone, { signal: context.signal, deadlineMs: 300_000 });
    context.say('the first npm start: some minutes');
    const first = await start();
    await slipway('stop');
    context.say('the second npm start');
    const second = await start();
    return reportOf(first, second);
  } finally {
    await slipway('stop').catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
}

function reportOf(first: Start, second: Start): Report {
  const names = [...new Set([...first.steps, ...second.steps].map(({ name }) => name))];
  const seconds = ({ steps }: Start, name: string) =>
    steps.filter((step) => step.name === name).map(({ durationMs }) => durationMs / 1e3);
  const rows = names.map(
    (name): Row => ({
      label: name,
      values: { [columns.first]: seconds(first, name), [columns.second]: seconds(second, name) },
    }),
  );
  const all = {
    label: 'npm start, all of it',
    values: { [columns.first]: [first.totalMs / 1e3], [columns.second]: [second.totalMs / 1e3] },
  };
  return {
    tables: [
      {
        title: 'npm start in a fresh clone',
        unit: 's',
        head: 'step',
        columns: [columns.first, columns.second],
        rows: [...rows, all],
      },
    ],
    aims: [],
    notes: [
      'Steps overlap: they do not add up to the whole. System packages that the machine had already cost nothing here.',
      'A first start has to make the data disk, and on a machine whose hardware acceleration hangs, to find that out.',
    ],
  };
}
