import type { Locator, Page } from 'playwright-core';
import { goTo } from './navigation.ts';

/** The system view. */
export class SystemPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Goes there. */
  open(): Promise<void> {
    return goTo(this.page, 'System');
  }

  /** Shows one of its parts. */
  choose(tab: 'Disk' | 'Events' | 'Engine' | 'Slipway itself'): Promise<void> {
    return this.page.getByRole('tab', { name: tab }).click();
  }

  /** Presses a button of the view. */
  press(name: string): Promise<void> {
    return this.page.getByRole('main').getByRole('button', { name, exact: true }).click();
  }

  /** The question that is on the screen. */
  get question(): Locator {
    return this.page.getByRole('alertdialog');
  }

  /** Answers the question. */
  answer(name: string | RegExp): Promise<void> {
    return this.question.getByRole('button', { name }).click();
  }

  /** Narrows the events down. */
  filter(text: string): Promise<void> {
    return this.page.getByLabel('Filter events').fill(text);
  }

  /** The rows of an action. */
  event(action: string): Locator {
    return this.page
      .getByRole('table', { name: 'Events' })
      .getByRole('row')
      .filter({ has: this.page.getByText(action, { exact: true }) });
  }
}
