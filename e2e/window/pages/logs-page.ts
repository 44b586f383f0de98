import type { ElectronApplication, Locator, Page } from 'playwright-core';
import { goTo } from './navigation.ts';

/** The logs of all containers, or of the one whose page is open. */
export class LogsPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Goes to the logs of all containers. */
  async open(): Promise<void> {
    await goTo(this.page, 'Logs');
    await this.page.getByRole('heading', { name: 'Logs', level: 1 }).waitFor();
  }

  /** What scrolls. */
  get lines(): Locator {
    return this.page.getByRole('log');
  }

  /** The lines on the page that have a text in them. */
  line(text: string | RegExp): Locator {
    return this.lines.locator('.log-row').filter({ hasText: text });
  }

  /** What the lines on the page say, from top to bottom. */
  texts(): Promise<readonly string[]> {
    return this.lines.locator('.log-row .log-line > bdi').allInnerTexts();
  }

  /** The strip under the lines. */
  get status(): Locator {
    return this.page.locator('.log-status');
  }

  get search(): Locator {
    return this.page.getByRole('searchbox', { name: 'Search the log' });
  }

  /** How often it was found, and which of them one is at. */
  get found(): Locator {
    return this.page.locator('.log-search-count');
  }

  /** Presses one of its buttons. */
  press(name: string | RegExp): Promise<void> {
    return this.page.getByRole('main').getByRole('button', { name }).click();
  }

  /** Shows the lines of another time. */
  async chooseRange(title: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Of which time' }).click();
    await this.page.getByRole('option', { name: title }).click();
  }

  /** Chooses or leaves out containers and projects, by their names. */
  async toggle(...names: readonly string[]): Promise<void> {
    await this.page.locator('.log-origins-button').click();
    for (const name of names)
      await this.page.locator('.log-origins').getByText(name, { exact: true }).click();
    await this.page.keyboard.press('Escape');
    await this.page.locator('.log-origins').waitFor({ state: 'detached' });
  }

  /** Saves it, where the dialog of the system says. */
  async save(what: RegExp): Promise<void> {
    await this.press('Save');
    await this.page.getByRole('menuitem', { name: what }).click();
  }

  /** Answers the system's next dialogs for a file: it cannot be pressed. Null: it is cancelled. */
  chooseTarget(app: ElectronApplication, path: string | null): Promise<void> {
    return app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: filePath === null, filePath: filePath ?? '' });
    }, path);
  }
}
