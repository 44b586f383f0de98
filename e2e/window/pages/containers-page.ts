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

  /** Chooses an entry of a row's menu, such as `Pause`. */
  async choose(entry: string, name: string): Promise<void> {
    await this.page.getByRole('button', { name: `More for ${name}`, exact: true }).click();
    await this.page.getByRole('menuitem', { name: entry, exact: true }).click();
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
