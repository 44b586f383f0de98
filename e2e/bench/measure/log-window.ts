import { type EngineApi, engineApi } from '../../support/engine-api.ts';
import { type NativeEngine, startNativeEngine, whyNoNativeEngine } from '../../support/native-engine.ts';
import { createNativeHome } from '../../support/native-home.ts';
import { ContainerPage } from '../../window/pages/container-page.ts';
import { LogsPage } from '../../window/pages/logs-page.ts';
import { goTo } from '../../window/pages/navigation.ts';
import type { Report } from '../report/report.ts';
import { percentile } from '../report/statistics.ts';
import type { BenchContext } from '../support/context.ts';
import { type DrivenWindow, openDrivenWindow } from '../support/driven-window.ts';
import { readLines, showPlainly, timeUntilLines, watchLines } from '../support/log-page.ts';
import { createWriter, followStraight, writtenLines } from '../support/log-writers.ts';
import { readStalls, watchStalls } from '../support/page-probe.ts';

const followed = 300_000;
const shown = 100_000;

/** Aims of the issue: lines a second that are followed, and lines that are lost. */
const leastLinesPerSecond = 100_000;
const mostLost = 0;

const ways = { ours: 'Slipway', plain: 'one element a line' } as const;
const straightColumn = 'a reader at the engine';

type Way = keyof typeof ways;

/** A log as it was shown once. */
interface Showing {
  readonly shownMs: number;
  readonly longestTaskMs: number;
  readonly bytes: number;
}

interface Showings extends Readonly<Record<Way, readonly Showing[]>> {
  /** Lines a second of the same log, read at the engine. */
  readonly straight: readonly number[];
}

interface Following {
  readonly ours: number;
  readonly straight: number;
  readonly lost: number;
}

interface Places {
  readonly context: BenchContext;
  readonly engine: NativeEngine;
  readonly api: EngineApi;
}

/** Logs in the window: followed at full speed, and a hundred thousand lines beside one element for each. */
export async function measureLogWindow(context: BenchContext): Promise<Report> {
  const why = whyNoNativeEngine();
  if (why !== undefined) throw new Error(`Logs in the window cannot be measured here: ${why}`);
  const engine = await startNativeEngine();
  const api = engineApi(engine.socket);
  const windows: DrivenWindow[] = [];
  let home: Awaited<ReturnType<typeof createNativeHome>> | undefined;
  try {
    home = await createNativeHome({ engine });
    const environment = { ...process.env, ...home.instance.env };
    const open = async (own?: string) => {
      const window = await openDrivenWindow(context, environment, own);
      windows.push(window);
      return window;
    };
    const places = { context, engine, api };
    const ours = await open();
    const followings = await followOften(places, ours);
    const plain = await open(await context.buildPlainLog());
    return reportOf(followings, await showOften(places, { ours, plain }));
  } finally {
    for (const window of windows) await window.quit();
    await home?.remove();
    api.close();
    await engine.end();
  }
}

async function followOften(places: Places, window: DrivenWindow): Promise<readonly Following[]> {
  const { context } = places;
  const found: Following[] = [];
  // The first round warms up and is not counted.
  for (let round = 0; round <= context.runs; round++) {
    context.say(
      round === 0 ? 'following: a first round, not counted' : `following: round ${round} of ${context.runs}`,
    );
    context.signal.throwIfAborted();
    const straight = await withWriter(places, (id) => followStraight(places.engine.socket, id, followed));
    const { lines, perSecond } = await withWriter(
      places,
      () => readLines(window.page, context.signal),
      async () => {
        await window.page.reload();
        await new LogsPage(window.page).open();
        await watchLines(window.page);
      },
    );
    if (round > 0) found.push({ ours: perSecond, straight, lost: followed - lines });
  }
  return found;
}

/** Has a container write while its log is read; `prepare` is done before it is started. */
async function withWriter<T>(
  { api }: Places,
  read: (id: string) => Promise<T>,
  prepare: () => Promise<void> = async () => undefined,
): Promise<T> {
  const id = await createWriter(api, 'writer', followed);
  try {
    await prepare();
    await api.ask('POST', `/containers/${id}/start`);
    return await read(id);
  } finally {
    await api.ask('DELETE', `/containers/${id}?force=1`);
  }
}

async function showOften(
  { context, engine, api }: Places,
  windows: Readonly<Record<Way, DrivenWindow>>,
): Promise<Showings> {
  const id = await createWriter(api, 'shown', shown);
  await api.ask('POST', `/containers/${id}/start`);
  await api.ask('POST', `/containers/${id}/wait`);
  const text = writtenLines(shown);
  const found = { ours: [] as Showing[], plain: [] as Showing[], straight: [] as number[] };
  for (let round = 0; round <= context.runs; round++) {
    context.say(
      round === 0 ? 'showing: a first round, not counted' : `showing: round ${round} of ${context.runs}`,
    );
    for (const way of ['ours', 'plain'] as const) {
      context.signal.throwIfAborted();
      const showing = await show(windows[way], way, text);
      if (round > 0) found[way].push(showing);
    }
    const straight = await followStraight(engine.socket, id, shown);
    if (round > 0) found.straight.push(straight);
  }
  return found;
}

/** Shows the log in a page that was loaded anew. */
async function show(window: DrivenWindow, way: Way, text: string): Promise<Showing> {
  const { page } = window;
  await page.reload();
  let shownMs: number;
  if (way === 'plain') {
    await watchStalls(page);
    shownMs = await showPlainly(page, text);
  } else {
    await goTo(page, 'Containers');
    const container = new ContainerPage(page);
    await container.open('shown');
    await container.choose('Logs');
    await watchStalls(page);
    const timed = timeUntilLines(page, `${shown.toLocaleString('en')} lines`);
    await new LogsPage(page).chooseRange('Everything');
    shownMs = await timed;
  }
  const { tasks } = await readStalls(page);
  return { shownMs, longestTaskMs: Math.max(0, ...tasks), bytes: await window.rendererBytes() };
}

function reportOf(followings: readonly Following[], showings: Showings): Report {
  const columns = Object.values(ways);
  const row = (label: string, pick: (showing: Showing) => number) => ({
    label,
    values: { [ways.ours]: showings.ours.map(pick), [ways.plain]: showings.plain.map(pick) },
  });
  const ours = followings.map((one) => one.ours);
  return {
    tables: [
      {
        title: 'A log on its way into the window',
        unit: 'lines/s',
        head: 'rate',
        columns: [ways.ours, straightColumn],
        rows: [
          {
            label: `${followed.toLocaleString('en')} lines as they are written`,
            values: { [ways.ours]: ours, [straightColumn]: followings.map((one) => one.straight) },
          },
          {
            label: `${shown.toLocaleString('en')} lines that are there`,
            values: {
              [ways.ours]: showings.ours.map(({ shownMs }) => shown / (shownMs / 1_000)),
              [straightColumn]: showings.straight,
            },
          },
        ],
      },
      {
        title: `A log of ${shown.toLocaleString('en')} lines`,
        unit: 'ms',
        head: 'time',
        columns,
        rows: [
          row('until all of it is shown', ({ shownMs }) => shownMs),
          row('the longest task meanwhile', ({ longestTaskMs }) => longestTaskMs),
        ],
      },
      {
        title: 'The page’s process',
        unit: 'MiB',
        head: 'memory',
        columns,
        rows: [row('proportional, with the log shown', ({ bytes }) => bytes / 2 ** 20)],
      },
    ],
    aims: [
      {
        text: 'Median of lines a second that are followed',
        value: percentile(ours, 0.5),
        limit: leastLinesPerSecond,
        bound: 'at least',
      },
      {
        text: 'Lines lost, of all rounds together',
        value: followings.reduce((sum, { lost }) => sum + lost, 0),
        limit: mostLost,
        bound: 'at most',
      },
    ],
    notes: [
      'The VM’s engine runs natively, and what writes, the engine and the window share the machine: no reader is faster than the engine writes.',
      'The reader at the engine counts bytes and keeps nothing, from the first piece to the last. In the window lines that are written count from the first picture with some to the last, those that are there from the press that asks for them.',
      'Slipway reads the log from the engine, with colours, times and what cannot be printed seen to; the other page has the text already and only makes its elements.',
    ],
  };
}
