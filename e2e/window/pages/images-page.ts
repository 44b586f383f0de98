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

  /** The rows of an image's name: one for each tag. */
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

  /** Chooses from the menu of a row, or with `images` from that of the view. */
  async choose(reference: string, action: string): Promise<void> {
    await this.page.getByRole('button', { name: `More for ${reference}`, exact: true }).click();
    await this.page.getByRole('menuitem', { name: action }).click();
  }

  /** The dialog that is open. */
  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  /** Fills in the name in the dialog that is open, and sends it. */
  async send(name: string, verb: 'Pull' | 'Push' | 'Import'): Promise<void> {
    await this.dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await this.dialog.getByRole('button', { name: verb, exact: true }).click();
    await this.dialog.waitFor({ state: 'detached' });
  }

  /** Pulls an image by the dialog. */
  async pull(name: string): Promise<void> {
    await this.page.getByRole('main').getByRole('button', { name: 'Pull', exact: true }).click();
    await this.send(name, 'Pull');
  }

  /** An image on its way, or why it did not come. */
  transfer(name: string): Locator {
    return this.page
      .getByRole('list', { name: 'On their way' })
      .getByRole('listitem')
      .filter({ hasText: name });
  }

  /** Why a transfer has failed. */
  refusal(name: string | RegExp): Locator {
    return this.page.getByRole('alert').filter({ hasText: name });
  }

  /** Ends a transfer. */
  cancel(name: string): Promise<void> {
    return this.page.getByRole('button', { name: `Cancel ${name}`, exact: true }).click();
  }
}
