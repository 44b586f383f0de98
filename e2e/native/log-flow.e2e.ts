// Logs at full speed, a million lines of them, and under an engine that dies: against the VM's own engine without a VM.
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';
import { ContainerPage } from '../window/pages/container-page.ts';
import { LogsPage } from '../window/pages/logs-page.ts';
import { openWindow, type SlipwayWindow } from '../window/window.ts';

const why = whyNoNativeEngine();
const image = 'slipway/busybox';
const saved = join(tmpdir(), `slipway-log-flow-${process.pid}.log`);

/** Milliseconds for what is about a million lines, on a machine that does other things besides. */
const patience = { timeout: 150_000 };

/** By itself the engine keeps 200 MB of a container's log, and a reader who is behind by more than one file of 100 MB misses what was in it. */
const keepsAll = ['--log-opt', 'max-size=500m'];

describe.skipIf(why)(`logs without a VM${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let home: NativeHome;
  let slipway: SlipwayWindow;
  let logs: LogsPage;

  beforeAll(async () => {
    home = await createNativeHome();
    slipway = await openWindow(home.instance);
    logs = new LogsPage(slipway.page);
    await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
  });
  afterAll(async () => {
    await slipway?.quit();
    await home?.remove();
    await rm(saved, { force: true });
  });

  const run = async (name: string, script: string, ...options: readonly string[]) => {
    const words = ['run', '--detach', '--init', '--name', name, ...options, image, 'sh', '-c', script];
    const started = await home.instance.client(words);
    expect(started, started.stderr).toMatchObject({ code: 0 });
  };

  /** Notes from now on at each frame what the page says of how many lines there are, and how long it was busy at a time. */
  const watchFrames = () =>
    slipway.page.evaluate(() => {
      const watched = { counts: [] as string[], longestTask: 0 };
      Object.assign(globalThis, { watched });
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries())
          watched.longestTask = Math.max(watched.longestTask, duration);
      }).observe({ type: 'longtask' });
      const look = () => {
        const count = document.querySelector('.log-count')?.textContent ?? '';
        if (count !== watched.counts.at(-1)) watched.counts.push(count);
        requestAnimationFrame(look);
      };
      look();
    });
  /** How many lines the page said there were, each time that it said something else. */
  const framesSince = async () => {
    const { counts, longestTask } = await slipway.page.evaluate(
      () =>
        (globalThis as unknown as { watched: { counts: readonly string[]; longestTask: number } }).watched,
    );
    const numbers = counts.map((text) => Number(/^[\d,]+/.exec(text)?.[0].replaceAll(',', '') ?? 0));
    return { numbers, longestTask };
  };
  /** Fails unless the page went on being drawn while lines came: it never took in more than a part of them between two pictures. */
  const expectDrawn = async (lines: number) => {
    const { numbers, longestTask } = await framesSince();
    const steps = numbers.slice(1).map((number, index) => number - (numbers[index] ?? 0));
    console.log(`  ${numbers.length} pictures of ${lines} lines, longest task ${longestTask.toFixed(0)} ms`);
    expect(Math.max(...steps)).toBeLessThan(lines / 4);
  };

  it('go on behind the last line when an engine that died is back, without a gap and without a line twice', async () => {
    const script = 'n=0; while :; do n=$((n+1)); echo tick $n; sleep 0.1; done';
    await run('ticker', script, '--restart', 'always');
    await slipway.containers.open();
    const page = new ContainerPage(slipway.page);
    await page.open('ticker');
    await page.choose('Logs');
    await logs.line('tick 3').first().waitFor();
    await home.engine.kill();
    await slipway.page.getByText('The engine does not run. The lines stay').waitFor();
    await logs.line('tick 3').first().waitFor();
    await home.engine.revive();
    await slipway.page.getByText('The engine does not run.').waitFor({ state: 'detached' });
    // An engine that dies takes its containers with it, and starts this one anew.
    await expect.poll(async () => runsOf(await copyAll()).length, patience).toBeGreaterThan(1);
    await expect.poll(async () => runsOf(await copyAll()).at(-1)?.length, patience).toBeGreaterThan(20);
    await home.instance.client(['stop', '--time', '0', 'ticker']);
    const { stdout } = await home.instance.client(['logs', 'ticker']);
    await expect.poll(copyAll, patience).toBe(stdout.trimEnd());
    for (const numbers of runsOf(stdout)) expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    await home.instance.client(['rm', '--force', 'ticker']);
  });

  it('are followed at full speed without losing a line, while the page goes on being drawn', async () => {
    await logs.open();
    await watchFrames();
    const lines = 300_000;
    const line = '& drops of water have come down a river, over a weir, and through a gate to the sea';
    await run('torrent', `sleep 1; seq ${lines} | sed 's/.*/${line}/'`, ...keepsAll);
    await logs.line(`${lines} drops`).waitFor(patience);
    await expectDrawn(lines);
    await logs.search.fill('^\\d+ drops .*sea$');
    await logs.found.getByText('300,000 lines').waitFor(patience);
    await logs.search.fill('');
    await home.instance.client(['rm', 'torrent']);
  });

  describe('of more than a million lines', { timeout: 400_000 }, () => {
    const written = 1_200_000;

    it('are read while the page goes on being drawn, and say how many older ones were let go', async () => {
      const line = 'request & was answered with status 200 after some milliseconds';
      await run('flood', `seq 1 ${written} | sed 's/.*/${line}/'`, ...keepsAll);
      await home.instance.client(['wait', 'flood']);
      await slipway.containers.open();
      const page = new ContainerPage(slipway.page);
      await page.open('flood');
      await page.choose('Logs');
      await watchFrames();
      await logs.chooseRange('Everything');
      await logs.status
        .getByText(/^[\d,]+ older ones were let go to save memory; a saved log has all/)
        .waitFor(patience);
      await logs.line(`request ${written} was answered`).waitFor(patience);
      await expectDrawn(written);
      const [kept = 0, gone = 0] = (await logs.status.innerText())
        .split('\n')
        .map((text) => Number(/^[\d,]+/.exec(text)?.[0].replaceAll(',', '') ?? 0));
      expect(kept).toBeGreaterThanOrEqual(1_000_000);
      expect(kept + gone).toBe(written);
      await logs.lines.focus();
      await slipway.page.keyboard.press('Home');
      await logs.line(`request ${gone + 1} was answered`).waitFor();
      expect((await logs.texts())[0]).toMatch(new RegExp(`^request ${gone + 1} `));
    });

    it('are searched, all that are kept of them', async () => {
      await logs.search.fill('^request \\d*77777 .*status 200');
      // 277777 to 1177777; what was let go is older.
      await logs.found.getByText('10 lines').waitFor(patience);
      await logs.search.fill('milliseconds$');
      await expect
        .poll(async () => (await logs.found.innerText()).replace(/^\d+ of /, ''), patience)
        .toBe((await logs.status.innerText()).split('\n')[0]);
      await logs.search.fill('');
    });

    it('are saved with those that the page has let go', async () => {
      await logs.press('Times');
      await logs.chooseTarget(slipway.app, saved);
      await logs.save(/^The whole log/);
      await slipway.containers.notice(/^Saved 1,200,000 lines to /).waitFor(patience);
      await logs.press('Times');
      let number = 0;
      for await (const text of createInterface(createReadStream(saved))) {
        number += 1;
        if (!text.startsWith(`request ${number} `)) throw new Error(`Line ${number} is: ${text}`);
      }
      expect(number).toBe(written);
    });
  });

  it('has heard no complaint from the page', () => {
    expect(slipway.complaints).toEqual([]);
  });

  /** All lines that the page keeps, as its user copies them. */
  async function copyAll(): Promise<string> {
    await logs.lines.focus();
    await slipway.page.keyboard.press('Control+a');
    await slipway.page.keyboard.press('Control+c');
    return slipway.app.evaluate(({ clipboard }) => clipboard.readText());
  }
});

/** What a container counted each time that it ran. */
function runsOf(text: string): readonly (readonly number[])[] {
  const runs: number[][] = [];
  for (const line of text.trimEnd().split('\n')) {
    const number = Number(line.split(' ')[1]);
    if (number === 1) runs.push([]);
    runs.at(-1)?.push(number);
  }
  return runs;
}
