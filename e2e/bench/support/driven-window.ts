import { spawn } from 'node:child_process';
import { chromium, type Page } from 'playwright-core';
import { poll, withDeadline } from '../../../main/util/wait.ts';
import type { BenchContext } from './context.ts';
import { debuggingAddress, electronCommand, quitApp } from './electron-app.ts';
import { chromiumRole, processTree, readMemory } from './processes.ts';

const openDeadlineMs = 60_000;

/** The app's window, to be driven over Chromium's debugging port. */
export interface DrivenWindow {
  readonly page: Page;
  /** What the page's process takes alone and its part of what it shares, in bytes. */
  rendererBytes(): Promise<number>;
  quit(): Promise<void>;
}

/** Starts the app, or another one by its own Electron, and drives its window. */
export async function openDrivenWindow(
  context: BenchContext,
  environment: NodeJS.ProcessEnv,
  own?: string,
): Promise<DrivenWindow> {
  const { executable, words } = await electronCommand(context, own);
  const stdio = ['ignore', 'ignore', 'pipe'] as const;
  const child = spawn(executable, words, { cwd: context.root, env: environment, stdio: [...stdio] });
  const failure = { message: 'The app did not open a window.', hint: `Run ${executable} by hand.` };
  try {
    const { browser, page } = await withDeadline(openDeadlineMs, context.signal, failure, async (signal) => {
      const opened = await chromium.connectOverCDP(await debuggingAddress(child, signal));
      const pages = () => opened.contexts().flatMap((one) => one.pages());
      return { browser: opened, page: await poll(100, signal, () => pages()[0]) };
    });
    return {
      page,
      async rendererBytes() {
        for (const pid of await processTree(child.pid ?? 0))
          if ((await chromiumRole(pid)) === 'renderer') return (await readMemory(pid)).proportionalBytes;
        throw new Error('The app has no process for its page');
      },
      async quit() {
        await browser.close();
        await quitApp(child);
      },
    };
  } catch (error) {
    await quitApp(child);
    throw error;
  }
}
