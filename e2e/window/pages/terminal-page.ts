import type { Locator, Page } from 'playwright-core';
import { goTo } from './navigation.ts';

/** The terminal view. */
export class TerminalPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Goes there. */
  open(): Promise<void> {
    return goTo(this.page, 'Terminal');
  }

  /** The screen of the terminal that is shown. */
  get screen(): Locator {
    return this.page.locator('.terminal-panel:not([inert]) .xterm-rows');
  }

  /** What is said under the screen of a terminal whose shell has ended. */
  get end(): Locator {
    return this.page.locator('.terminal-panel:not([inert])').getByRole('status');
  }

  /** Opens a terminal into the guest, from the empty view or beside others. */
  async openGuest(): Promise<void> {
    const more = this.page.getByRole('button', { name: 'New terminal' });
    if (await more.isVisible()) {
      await more.click();
      await this.page.getByRole('menuitem', { name: 'Virtual machine' }).click();
    } else await this.page.getByRole('main').getByRole('button', { name: 'Virtual machine' }).click();
  }

  /** The tabs of the open terminals. */
  get tabs(): Locator {
    return this.page.getByRole('tablist', { name: 'Terminals' }).getByRole('tab');
  }

  /** The search of the terminal that is shown, once it was opened by its key. */
  get search(): Locator {
    return this.page.getByRole('search', { name: 'Search the terminal' });
  }

  /** Waits until a line of the screen matches. */
  async waitForLine(line: RegExp): Promise<void> {
    await this.screen.locator('> div', { hasText: line }).first().waitFor();
  }

  /** Types a command and Return. */
  async type(command: string): Promise<void> {
    await this.page.locator('.terminal-panel:not([inert]) .xterm-helper-textarea').focus();
    await this.page.keyboard.type(`${command}\n`, { delay: 5 });
  }

  /** Closes the terminal that is shown. */
  close(): Promise<void> {
    return this.page.getByRole('button', { name: 'Close this terminal' }).click();
  }
}
