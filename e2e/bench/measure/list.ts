import type { Page } from 'playwright-core';
import { engineApi } from '../../support/engine-api.ts';
import { makeContainers } from '../../support/many-objects.ts';
import { startNativeEngine, whyNoNativeEngine } from '../../support/native-engine.ts';
import type { Report } from '../report/report.ts';
import { percentile } from '../report/statistics.ts';
import {
  type Alternative,
  alternatives,
  type Contestant,
  columns,
  withBoth,
} from '../support/alternatives.ts';
import type { BenchContext } from '../support/context.ts';
import { readStalls, untilPainted, watchStalls } from '../support/page-probe.ts';

const containerCount = 1_000;

/** Turns of the wheel from one end to the other, and the time between two of them in milliseconds: a quick hand. */
const turns = 40;
const turnEveryMs = 16;

/** Aims: from the reply to the picture; of a task while it is scrolled; of the page's process. */
const paintAimMs = 300;
const taskAimMs = 50;
const memoryAimMiB = 350;

type Values = Readonly<Record<Alternative, number[]>>;

interface Times {
  readonly painted: Values;
  readonly longest: Values;
  readonly stalled: Values;
  readonly memory: Values;
}

/** A list of a thousand containers, beside the same list without a virtual list. */
export async function measureList(context: BenchContext): Promise<Report> {
  const why = whyNoNativeEngine();
  if (why !== undefined) throw new Error(`The list cannot be measured here: ${why}`);
  context.say(`making ${containerCount} containers`);
  const engine = await startNativeEngine();
  try {
    const api = engineApi(engine.socket);
    await makeContainers(api, containerCount);
    api.close();
    return reportOf(await withBoth(context, engine, (both) => measureBoth(context, both)));
  } finally {
    await engine.end();
  }
}

async function measureBoth(
  context: BenchContext,
  both: Readonly<Record<Alternative, Contestant>>,
): Promise<Times> {
  const times: Times = { painted: none(), longest: none(), stalled: none(), memory: none() };
  for (const one of alternatives) {
    await showContainers(both[one].window.page);
    await both[one].home.setAway(true);
  }
  // The first round warms up and is not counted.
  for (let round = 0; round <= context.runs; round++) {
    context.say(round === 0 ? 'a first round, not counted' : `round ${round} of ${context.runs}`);
    for (const one of alternatives) {
      context.signal.throwIfAborted();
      const painted = await timePaint(both[one]);
      const { tasks } = await scrollThrough(both[one].window.page);
      const bytes = await both[one].window.rendererBytes();
      await both[one].home.setAway(true);
      if (round === 0) continue;
      times.painted[one].push(painted);
      times.longest[one].push(Math.max(0, ...tasks));
      times.stalled[one].push(tasks.reduce((sum, task) => sum + task, 0));
      times.memory[one].push(bytes / 2 ** 20);
    }
  }
  return times;
}

async function showContainers(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: 'Containers' }).click();
  await page.locator('[data-row]').first().waitFor();
}

/** From the end of the engine's reply, as it leaves for the app, to the list on the screen, in milliseconds. */
async function timePaint({ home, window, answers }: Contestant): Promise<number> {
  await window.page.locator('[data-row]').first().waitFor({ state: 'detached' });
  answers.splice(0);
  const painted = untilPainted(window.page, '[data-row]');
  await home.setAway(false);
  const at = (await painted) - performance.timeOrigin;
  const pieces = answers.filter(({ request }) => request === 'GET /containers/json');
  const reply = pieces.findLast(({ serial }) => serial === pieces[0]?.serial);
  if (reply === undefined) throw new Error('The list was painted before the engine had replied');
  return at - reply.at;
}

/** Scrolls to the end and back with the wheel. */
async function scrollThrough(page: Page) {
  const table = page.locator('.table');
  const box = await table.boundingBox();
  if (box === null) throw new Error('There is no table to scroll');
  const length = await table.evaluate((element) => element.scrollHeight - element.clientHeight);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await watchStalls(page);
  for (const direction of [1, -1]) {
    for (let turn = 0; turn < turns; turn++) {
      await page.mouse.wheel(0, (direction * length) / turns);
      await page.waitForTimeout(turnEveryMs);
    }
  }
  return readStalls(page);
}

function none(): Values {
  return { ours: [], plain: [] };
}

function reportOf(times: Times): Report {
  const row = (label: string, values: Values) => ({
    label,
    values: Object.fromEntries(alternatives.map((one) => [columns[one], values[one]])),
  });
  const shared = { columns: alternatives.map((one) => columns[one]) };
  return {
    tables: [
      {
        ...shared,
        title: `${containerCount} containers`,
        unit: 'ms',
        head: 'time',
        rows: [
          row('the engine’s reply to the list on the screen', times.painted),
          row('scrolling there and back: the longest task', times.longest),
          row('scrolling there and back: all tasks over 50 ms', times.stalled),
        ],
      },
      {
        ...shared,
        title: 'The page’s process',
        unit: 'MiB',
        head: 'memory',
        rows: [row('proportional, after scrolling', times.memory)],
      },
    ],
    aims: [
      {
        text: 'Median from the reply to the picture, in ms',
        value: percentile(times.painted.ours, 0.5),
        limit: paintAimMs,
        bound: 'at most',
      },
      {
        text: 'Longest task while scrolling, in ms',
        value: Math.max(...times.longest.ours),
        limit: taskAimMs,
        bound: 'at most',
      },
      {
        text: 'Memory of the page’s process, in MiB',
        value: Math.max(...times.memory.ours),
        limit: memoryAimMiB,
        bound: 'at most',
      },
    ],
    notes: [
      'The VM’s engine runs natively; both windows are clients of it and take turns. The other one is the same app, built with a table that puts every row into the page.',
      'The reply counts as there when its last piece leaves the host for the app: reading it, passing it to the page, sorting and drawing are all in.',
      'A task is counted by the browser from 50 ms on; none is given as 0.',
    ],
  };
}
