import type { Locator, Page } from 'playwright-core';
import { goTo } from './navigation.ts';

/** The snapshots view. */
export class SnapshotsPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Goes there. */
  open(): Promise<void> {
    return goTo(this.page, 'Snapshots');
  }

  /** The row of a snapshot; by a pattern, of the one whose name fits. */
  row(name: string | RegExp): Locator {
    return this.page
      .getByRole('table', { name: 'Snapshots' })
      .getByRole('row')
      .filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** How far what is being made or restored is. */
  get progress(): Locator {
    return this.page.getByRole('main').getByRole('status');
  }

  /** Presses a button of a row: `Restore`, `Delete`. */
  press(verb: string, name: string): Promise<void> {
    return this.page.getByRole('button', { name: `${verb} ${name}`, exact: true }).click();
  }

  /** The question that is on the screen. */
  get question(): Locator {
    return this.page.getByRole('alertdialog');
  }

  /** Answers the question. */
  answer(name: string): Promise<void> {
    return this.question.getByRole('button', { name, exact: true }).click();
  }

  /** The dialog that asks for a name; opened by the button of the view. */
  get dialog(): Locator {
    return this.page.getByRole('dialog', { name: 'Create a snapshot' });
  }

  /** Opens the dialog. */
  begin(): Promise<void> {
    return this.page
      .getByRole('main')
      .getByRole('button', { name: /^Create/ })
      .first()
      .click();
  }

  /** Gives a name in the dialog, and asks for it to be made. */
  async submit(name: string): Promise<void> {
    await this.dialog.getByLabel('Name', { exact: true }).fill(name);
    await this.dialog.getByRole('button', { name: 'Create' }).click();
  }
}
