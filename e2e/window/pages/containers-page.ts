import type { Locator, Page } from 'playwright-core';
import { goTo } from './navigation.ts';

/** The containers view. */
export class ContainersPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Goes there. */
  open(): Promise<void> {
    return goTo(this.page, 'Containers');
  }

  /** The row of a container. */
  row(name: string): Locator {
    return this.page
      .getByRole('table', { name: 'Containers' })
      .getByRole('row')
      .filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** The heading of a Compose project. */
  project(name: string): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^${name} \\d+ of \\d+ running`) });
  }

  /** Presses a button of a row; `verb` as on the button: `Stop`, `Open a terminal in`. */
  press(verb: string, name: string): Promise<void> {
    return this.page.getByRole('button', { name: `${verb} ${name}`, exact: true }).click();
  }

  /** Presses an entry of a container's menu, such as `Pause`. */
  async menu(name: string, entry: string): Promise<void> {
    await this.press('More for', name);
    await this.page.getByRole('menuitem', { name: entry, exact: true }).click();
  }

  /** The dialog that was opened from a menu. */
  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  /** Chooses a row by its box. */
  choose(name: string): Promise<void> {
    return this.page.getByLabel(`Choose ${name}`, { exact: true }).check();
  }

  /** Presses a column's title. */
  sortBy(title: string): Promise<void> {
    return this.page.getByRole('columnheader').getByRole('button', { name: title, exact: true }).click();
  }

  /** Shows those that run, stand still, and so on. */
  async showOnly(kind: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Which containers' }).click();
    await this.page.getByRole('option', { name: kind, exact: true }).click();
  }

  /** The names of all rows, from the top. */
  names(): Promise<readonly string[]> {
    return this.page.getByRole('table', { name: 'Containers' }).locator('.container-name').allInnerTexts();
  }

  /** Answers the question before a running container is removed. */
  confirm(answer: 'Remove' | 'Cancel'): Promise<void> {
    return this.page.getByRole('alertdialog').getByRole('button', { name: answer }).click();
  }

  /** Narrows the list down. */
  filter(text: string): Promise<void> {
    return this.page.getByLabel('Filter containers').fill(text);
  }

  /** A notice of what came of an action. */
  notice(text: string | RegExp): Locator {
    return this.page.getByRole('region', { name: 'Notices' }).getByText(text);
  }
}
