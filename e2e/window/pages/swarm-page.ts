import type { Locator, Page } from 'playwright-core';
import { goTo } from './navigation.ts';

/** The Swarm view, and the pages of its services and nodes. */
export class SwarmPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Goes there. */
  open(): Promise<void> {
    return goTo(this.page, 'Swarm');
  }

  /** Shows a part of it, or of the page of a service. */
  choose(tab: string): Promise<void> {
    return this.page.getByRole('tab', { name: tab, exact: true }).click();
  }

  /** The row of a table in which this text is a cell's. */
  row(table: string, text: string): Locator {
    return this.page
      .getByRole('table', { name: table })
      .getByRole('row')
      .filter({ has: this.page.getByText(text, { exact: true }) });
  }

  /** Presses a button of the view. */
  press(name: string | RegExp): Promise<void> {
    return this.page
      .getByRole('main')
      .getByRole('button', { name, exact: typeof name === 'string' })
      .click();
  }

  /** Chooses an entry of the menu of something. */
  async menu(name: string, entry: string): Promise<void> {
    await this.press(`More for ${name}`);
    await this.page.getByRole('menuitem', { name: entry, exact: true }).click();
  }

  /** The dialog that is open. */
  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  /** Fills in fields of the dialog, by their labels. */
  async fill(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, text] of Object.entries(fields))
      await this.dialog.getByLabel(label, { exact: true }).fill(text);
  }

  /** Presses a button of the dialog. */
  answer(name: string): Promise<void> {
    return this.dialog.getByRole('button', { name, exact: true }).click();
  }

  /** Answers a question. */
  confirm(name: string): Promise<void> {
    return this.page.getByRole('alertdialog').getByRole('button', { name, exact: true }).click();
  }
}
