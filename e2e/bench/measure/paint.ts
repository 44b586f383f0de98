import { setSetting } from '../../../main/settings/settings-store.ts';
import type { Aim, Report, Table } from '../report/report.ts';
import { percentile } from '../report/statistics.ts';
import type { BenchContext } from '../support/context.ts';
import { type LaunchTimes, launchApp } from '../support/electron-app.ts';
import { createInstance, type Instance } from '../support/instance.ts';

/** Aim: from the process to the first meaningful paint. */
const paintAimMs = 700;

const columns = { running: 'engine running', stopped: 'engine stopped' } as const;

/** Launches the app with an engine that runs under another host, and as the one that has to start it. */
export async function measurePaint(context: BenchContext): Promise<Report> {
  const instance = await createInstance(context);
  try {
    context.say('starting the VM');
    await instance.start();
    const running = await launchOften(context, instance, columns.running);
    await instance.stop();
    await setSetting(instance.paths, 'app.onClose', 'stop');
    const stopped = await launchOften(context, instance, columns.stopped);
    return reportOf(running, stopped);
  } finally {
    await instance.remove();
  }
}

/** The first launch fills the caches and is not counted. */
async function launchOften(
  context: BenchContext,
  instance: Instance,
  what: string,
): Promise<readonly LaunchTimes[]> {
  const launches: LaunchTimes[] = [];
  for (let run = 0; run <= context.runs; run++) {
    context.say(
      run === 0 ? `${what}: a first launch, not counted` : `${what}: launch ${run} of ${context.runs}`,
    );
    const app = await launchApp(context, instance.environment);
    await app.quit();
    if (run > 0) launches.push(app.times);
  }
  return launches;
}

function reportOf(running: readonly LaunchTimes[], stopped: readonly LaunchTimes[]): Report {
  const row = (label: string, pick: (times: LaunchTimes) => number) => ({
    label,
    values: { [columns.running]: running.map(pick), [columns.stopped]: stopped.map(pick) },
  });
  const table: Table = {
    title: 'Launch of the app',
    unit: 'ms',
    head: 'from the process to',
    columns: [columns.running, columns.stopped],
    rows: [
      row('the page begins to load', (times) => times.navigationMs),
      row('first contentful paint', (times) => times.firstPaintMs),
      row('first meaningful paint', (times) => times.meaningfulPaintMs),
    ],
  };
  return {
    tables: [table],
    aims: [
      aimOf('Median to the meaningful paint with the engine running, in ms', running),
      aimOf('Median to the meaningful paint with the engine stopped, in ms', stopped),
    ],
    notes: [
      'Meaningful: the state of the engine is drawn. With the engine stopped the app starts it at the same time.',
      'Without a display: drawn in memory (Xvfb), by the processor.',
    ],
  };
}

function aimOf(text: string, launches: readonly LaunchTimes[]): Aim {
  const value = percentile(
    launches.map(({ meaningfulPaintMs }) => meaningfulPaintMs),
    0.5,
  );
  return { text, value, limit: paintAimMs, bound: 'at most' };
}
