import type { Locator, Page } from 'playwright-core';
import { goTo } from './navigation.ts';

/** The volumes view, and the page of one volume. */
export class VolumesPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Goes there. */
  open(): Promise<void> {
    return goTo(this.page, 'Volumes');
  }

  /** The row of a volume. */
  row(name: string): Locator {
    return this.page
      .getByRole('table', { name: 'Volumes' })
      .getByRole('row')
      .filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** Chooses a row by its box. */
  choose(name: string): Promise<void> {
    return this.page.getByLabel(`Choose ${name}`, { exact: true }).check();
  }

  /** Presses a button of the view. */
  press(name: string | RegExp): Promise<void> {
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

  /** Creates a volume by the dialog. */
  async create(name: string, labels = ''): Promise<void> {
    await this.press('Create');
    const dialog = this.page.getByRole('dialog', { name: 'Create a volume' });
    await dialog.getByLabel('Name', { exact: true }).fill(name);
    await dialog.getByLabel('Labels').fill(labels);
    await dialog.getByRole('button', { name: 'Create' }).click();
  }

  /** Opens the page of a volume. */
  openVolume(name: string): Promise<void> {
    return this.page.getByRole('table').getByRole('button', { name, exact: true }).click();
  }
}
