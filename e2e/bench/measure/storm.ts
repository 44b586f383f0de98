import type { Page } from 'playwright-core';
import { type EngineApi, engineApi } from '../../support/engine-api.ts';
import { raiseStorm } from '../../support/event-storm.ts';
import { makeContainers } from '../../support/many-objects.ts';
import { startNativeEngine, whyNoNativeEngine } from '../../support/native-engine.ts';
import type { Report } from '../report/report.ts';
import {
  type Alternative,
  alternatives,
  type Contestant,
  columns,
  withBoth,
} from '../support/alternatives.ts';
import type { BenchContext } from '../support/context.ts';
import { readStalls, watchStalls } from '../support/page-probe.ts';

const containerCount = 1_000;
const storm = { perSecond: 200, milliseconds: 10_000 } as const;

/** Time between two presses of the mouse during the storm, in milliseconds. */
const pressEveryMs = 500;
const taskAimMs = 50;

type Values = Readonly<Record<Alternative, number[]>>;

interface Times {
  readonly longest: Values;
  readonly stalled: Values;
  readonly slowest: Values;
  readonly rates: number[];
}

/** Two hundred events a second with a list of a thousand containers open, beside the same list without a virtual list. */
export async function measureStorm(context: BenchContext): Promise<Report> {
  const why = whyNoNativeEngine();
  if (why !== undefined) throw new Error(`The storm cannot be measured here: ${why}`);
  context.say(`making ${containerCount} containers`);
  const engine = await startNativeEngine();
  const api = engineApi(engine.socket);
  try {
    await makeContainers(api, containerCount);
    return reportOf(await withBoth(context, engine, (both) => measureBoth(context, api, both)));
  } finally {
    api.close();
    await engine.end();
  }
}

async function measureBoth(
  context: BenchContext,
  api: EngineApi,
  both: Readonly<Record<Alternative, Contestant>>,
): Promise<Times> {
  const empty = (): Values => ({ ours: [], plain: [] });
  const times: Times = { longest: empty(), stalled: empty(), slowest: empty(), rates: [] };
  for (const one of alternatives) await both[one].home.setAway(true);
  for (let round = 1; round <= context.runs; round++) {
    for (const one of alternatives) {
      context.signal.throwIfAborted();
      context.say(`round ${round} of ${context.runs}: ${columns[one]}`);
      const { home, window } = both[one];
      await home.setAway(false);
      await show(window.page, 'Containers');
      await window.page.locator('[data-row]').first().waitFor();
      await watchStalls(window.page);
      const over = new AbortController();
      const pressing = pressAbout(window.page, over.signal);
      times.rates.push(await raiseStorm(api, storm));
      over.abort();
      await pressing;
      const { tasks, presses } = await readStalls(window.page);
      times.longest[one].push(Math.max(0, ...tasks));
      times.stalled[one].push(tasks.reduce((sum, task) => sum + task, 0));
      times.slowest[one].push(Math.max(0, ...presses));
      await home.setAway(true);
    }
  }
  return times;
}

/** Goes from one list to the other and back, until it is told to stop. */
async function pressAbout(page: Page, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (const view of ['Images', 'Containers']) {
      await show(page, view);
      await page.waitForTimeout(pressEveryMs);
    }
  }
}

async function show(page: Page, view: string): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: view }).click();
}

function reportOf({ longest, stalled, slowest, rates }: Times): Report {
  const row = (label: string, values: Values) => ({
    label,
    values: Object.fromEntries(alternatives.map((one) => [columns[one], values[one]])),
  });
  return {
    tables: [
      {
        title: `${storm.perSecond} events a second for ${storm.milliseconds / 1e3} s, with ${containerCount} containers`,
        unit: 'ms',
        head: 'time',
        columns: alternatives.map((one) => columns[one]),
        rows: [
          row('the longest task', longest),
          row('all tasks over 50 ms', stalled),
          row('the slowest answer to a press', slowest),
        ],
      },
    ],
    aims: [
      {
        text: 'Longest task in the storm, in ms',
        value: Math.max(...longest.ours),
        limit: taskAimMs,
        bound: 'at most',
      },
    ],
    notes: [
      'The VM’s engine runs natively, and containers are renamed. Meanwhile the mouse goes from the list of containers to that of images and back twice a second.',
      `The engine managed ${Math.round(Math.min(...rates))} to ${Math.round(Math.max(...rates))} events a second.`,
      'An answer is the picture that follows the press, as the browser measures it.',
    ],
  };
}
