import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { z } from 'zod';
import { delay, poll, withDeadline } from '../../../main/util/wait.ts';
import type { BenchContext } from './context.ts';

/** Marked by the window in the frame that first shows what state the engine is in. */
const meaningfulPaint = 'slipway:first-meaningful-paint';

const paintDeadlineMs = 60_000;

/** A window that hosts the VM stops it before it leaves. */
const quitDeadlineMs = 120_000;

const indexSchema = z.object({ electron: z.object({ executable: z.string(), standIn: z.boolean() }) });

/** Moments of a launch, in milliseconds since the process was started. */
export interface LaunchTimes {
  /** The window's page begins to load. */
  readonly navigationMs: number;
  /** Anything at all is drawn. */
  readonly firstPaintMs: number;
  /** The state of the engine is drawn. */
  readonly meaningfulPaintMs: number;
}

/** The app, running with a window. */
export interface ElectronApp {
  readonly pid: number;
  readonly times: LaunchTimes;
  /** Asks it to quit as the system does at shutdown; by force when it does not. */
  quit(): Promise<void>;
}

/**
 * Starts the app and waits until its window says something. The page is looked at only afterwards, over Chromium's own
 * debugging port: a test driver that is there from the start makes every launch slower.
 */
export async function launchApp(context: BenchContext, environment: NodeJS.ProcessEnv): Promise<ElectronApp> {
  const { executable, words } = await electronCommand(context);
  const startedAt = performance.timeOrigin + performance.now();
  const child = spawn(executable, words, {
    cwd: context.root,
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const quit = () => quitApp(child);
  try {
    const failure = {
      message: 'The app showed nothing of the engine in its window.',
      hint: `Run ${executable} ${words.join(' ')} by hand and look at the window.`,
    };
    const times = await withDeadline(paintDeadlineMs, context.signal, failure, async (signal) =>
      readTimes(await debuggingAddress(child, signal), startedAt, signal),
    );
    return { pid: child.pid ?? 0, times, quit };
  } catch (error) {
    await quit();
    throw error;
  }
}

/** Asks an app to quit as the system does at shutdown; by force when it does not. */
export async function quitApp(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit').then(() => 'gone' as const);
  child.kill('SIGTERM');
  const stillThere = delay(quitDeadlineMs).then(() => 'late' as const);
  if ((await Promise.race([exited, stillThere])) === 'late') child.kill('SIGKILL');
}

/** How the app is started, or another one by its own Electron. */
export async function electronCommand({ root, assets }: BenchContext, own?: string) {
  const index = indexSchema.safeParse(JSON.parse(await readFile(assets.index, 'utf8')));
  if (!index.success)
    throw new Error(`${assets.index} names no Electron; run: node scripts/bootstrap.mjs prepare`);
  const { executable, standIn } = index.data.electron;
  const unsandboxed = process.platform === 'linux' && (process.getuid?.() === 0 || standIn);
  return {
    executable: own ?? resolve(dirname(assets.index), executable),
    words: [
      ...(unsandboxed ? ['--no-sandbox'] : []),
      '--remote-debugging-port=0',
      // The stand-in takes the app from its resources folder and no word of it from the command line.
      ...(standIn || own !== undefined ? [] : [join(root)]),
    ],
  };
}

/** Chromium says on its standard error where it can be debugged. */
export function debuggingAddress(child: ChildProcess, signal: AbortSignal): Promise<string> {
  return new Promise((resolveAddress, reject) => {
    let text = '';
    child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
      text = (text + piece).slice(-8_000);
      const address = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
      if (address !== undefined) resolveAddress(address);
    });
    child.once('exit', (code) => reject(new Error(`The app ended with ${code}: ${text.slice(-1_000)}`)));
    child.once('error', reject);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

async function readTimes(address: string, startedAt: number, signal: AbortSignal): Promise<LaunchTimes> {
  // Connecting costs the app time: by then it has painted.
  await delay(quietMs, signal);
  const browser = await chromium.connectOverCDP(address);
  try {
    const page = await poll(100, signal, () => browser.contexts().flatMap((one) => one.pages())[0]);
    const marks = await poll(100, signal, () => readMarks(page));
    const since = (time: number) => marks.timeOrigin + time - startedAt;
    return {
      navigationMs: since(0),
      firstPaintMs: since(marks.firstPaint),
      // The mark is set as the frame is handed over; what has not been drawn was not seen.
      meaningfulPaintMs: since(Math.max(marks.meaningful, marks.firstPaint)),
    };
  } finally {
    await browser.close();
  }
}

/** Longer than any launch that was seen. */
const quietMs = 4_000;

function readMarks(page: Page) {
  return page.evaluate((name) => {
    const first = performance.getEntriesByName('first-contentful-paint')[0];
    const meaningful = performance.getEntriesByName(name)[0];
    return first && meaningful
      ? {
          timeOrigin: performance.timeOrigin,
          firstPaint: first.startTime,
          meaningful: meaningful.startTime,
        }
      : undefined;
  }, meaningfulPaint);
}
