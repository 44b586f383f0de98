import type { Locator, Page } from 'playwright-core';
import { goTo } from './navigation.ts';

/** The images view. */
export class ImagesPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Goes there. */
  open(): Promise<void> {
    return goTo(this.page, 'Images');
  }

  /** The row of an image's name. */
  row(repository: string): Locator {
    return this.page
      .getByRole('table', { name: 'Images' })
      .getByRole('row')
      .filter({ has: this.page.getByText(repository, { exact: true }) });
  }

  /** Presses a button of a row; `reference` is `repository:tag`. */
  press(verb: 'Run' | 'Remove', reference: string): Promise<void> {
    return this.page.getByRole('button', { name: `${verb} ${reference}`, exact: true }).click();
  }
}
