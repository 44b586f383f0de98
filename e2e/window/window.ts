import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { inject } from 'vitest';
import { launchElectron } from '../../scripts/lib/launch-electron.mjs';
import type { Instance } from '../support/instance.ts';
import { ofLane } from '../support/lane.ts';
import { ContainersPage } from './pages/containers-page.ts';
import { EnginePage } from './pages/engine-page.ts';
import { ImagesPage } from './pages/images-page.ts';
import { RunDialog } from './pages/run-dialog.ts';
import { SettingsPage } from './pages/settings-page.ts';
import { TerminalPage } from './pages/terminal-page.ts';

const root = dirname(dirname(import.meta.dirname));

/** The app's window, as its user sees it. */
export interface SlipwayWindow {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly engine: EnginePage;
  readonly containers: ContainersPage;
  readonly images: ImagesPage;
  readonly terminal: TerminalPage;
  readonly run: RunDialog;
  readonly settings: SettingsPage;
  /** What the page has written to its console as errors: complaints of its policy, and exceptions. */
  readonly complaints: readonly string[];
  /** Quits the app, and waits until it has gone. */
  quit(): Promise<void>;
}

/** Launches the compiled app on an instance. `whenHung` undoes what an app has begun that could not be driven. */
export async function openWindow(
  instance: Instance,
  whenHung?: () => Promise<unknown>,
): Promise<SlipwayWindow> {
  const { electron } = JSON.parse(await readFile(join(root, 'build/assets.json'), 'utf8')) as {
    readonly electron?: { readonly executable: string; readonly standIn?: boolean };
  };
  if (electron === undefined) throw new Error('There is no Electron: run `npm test`, which gets one.');
  const display = ofLane(inject('displays'));
  const app = await launchElectron(
    {
      executablePath: join(root, 'build', electron.executable),
      args: [
        ...(process.getuid?.() === 0 || electron.standIn ? ['--no-sandbox'] : []),
        '--disable-gpu',
        // What turns while something is under way would be drawn sixty times a second, by the processor that does it.
        '--force-prefers-reduced-motion',
        // The stand-in takes the app from its own folder and none from its command line.
        ...(electron.standIn ? [] : [root]),
      ],
      env: textsOf({ ...instance.env, ...display }),
    },
    whenHung,
  );
  const page = await app.firstWindow({ timeout: 60_000 });
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return {
    app,
    page,
    complaints,
    engine: new EnginePage(page),
    containers: new ContainersPage(page),
    images: new ImagesPage(page),
    terminal: new TerminalPage(page),
    run: new RunDialog(page),
    settings: new SettingsPage(page),
    quit: () => app.close(),
  };
}

function textsOf(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
