import type { Locator, Page } from 'playwright-core';

/** The form for a new container. */
export class RunDialog {
  readonly dialog: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole('dialog', { name: 'Run an image' });
  }

  /** Opens it from the containers view. */
  open(): Promise<void> {
    return this.page.getByRole('main').getByRole('button', { name: 'Run', exact: true }).click();
  }

  /** A field by its label; one of rows has its number behind it: `Host port 1`. */
  field(label: string): Locator {
    return this.dialog.getByLabel(label, { exact: true });
  }

  /** Writes into fields that are shown. */
  async fill(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, text] of Object.entries(fields)) await this.field(label).fill(text);
  }

  /** Shows a part of the form. */
  choose(tab: string): Promise<void> {
    return this.dialog.getByRole('tab', { name: tab }).click();
  }

  /** Ticks the first box of that name. */
  tick(label: string): Promise<void> {
    return this.dialog.getByText(label).first().click();
  }

  /** The line that does the same. */
  get line(): Locator {
    return this.field('The same by command line');
  }

  /** Runs what was written, or only makes it. */
  submit(verb: 'Run' | 'Create' = 'Run'): Promise<void> {
    return this.dialog.getByRole('button', { name: verb, exact: true }).click();
  }

  /** Leaves it with what is written in it, and says so when it asks. */
  async discard(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Cancel' }).click();
    await this.page.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click();
    await this.dialog.waitFor({ state: 'detached' });
  }
}
