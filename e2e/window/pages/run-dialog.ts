import type { Locator, Page } from 'playwright-core';

/** A field of the dialog that runs an image. */
export type RunField = 'Image' | 'Name' | 'Command' | 'Ports' | 'Environment' | 'Volumes';

/** The dialog that runs an image. */
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

  /** Writes into fields. */
  async fill(fields: Partial<Record<RunField, string>>): Promise<void> {
    for (const [label, text] of Object.entries(fields)) {
      await this.dialog.getByLabel(label, { exact: true }).fill(text);
    }
  }

  /** Ticks a box. */
  tick(label: 'Remove when it ends' | 'With a terminal'): Promise<void> {
    return this.dialog.getByText(label).click();
  }

  /** Runs what was written. */
  submit(): Promise<void> {
    return this.dialog.getByRole('button', { name: 'Run', exact: true }).click();
  }
}
