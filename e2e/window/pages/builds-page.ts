import type { Locator, Page } from 'playwright-core';
import { goTo } from './navigation.ts';

/** The builds view, the form of a build, and the page of one. */
export class BuildsPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Goes there. */
  open(): Promise<void> {
    return goTo(this.page, 'Builds');
  }

  /** Presses a button of the view, or of the page of a build. */
  press(name: string): Promise<void> {
    return this.page.getByRole('main').getByRole('button', { name, exact: true }).click();
  }

  /** The rows of the builds of a name. */
  rows(name: string): Locator {
    return this.page
      .getByRole('table', { name: 'Builds' })
      .getByRole('row')
      .filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** The form. */
  get form(): Locator {
    return this.page.getByRole('dialog', { name: 'Build an image' });
  }

  /** Fills in fields of the form by their names. */
  async fill(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, value] of Object.entries(fields))
      await this.form.getByLabel(name, { exact: true }).fill(value);
  }

  /** Presses a button of the form. */
  inForm(name: string): Promise<void> {
    return this.form.getByRole('button', { name, exact: true }).click();
  }

  /** Sends the form, and waits for the page of the build. */
  async send(): Promise<void> {
    await this.inForm('Build');
    await this.form.waitFor({ state: 'detached' });
  }

  /** Waits until the build on the screen has become this. */
  until(state: 'Done' | 'Failed' | 'Cancelled'): Promise<void> {
    return this.page
      .getByRole('banner')
      .or(this.page.locator('.page-header'))
      .locator('.build-mark')
      .filter({ hasText: state })
      .waitFor({ timeout: 120_000 });
  }

  /** A step of the build on the screen. */
  step(name: string | RegExp): Locator {
    return this.page.getByRole('list', { name: 'Steps' }).getByRole('listitem').filter({ hasText: name });
  }
}
