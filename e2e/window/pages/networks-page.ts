import type { Locator, Page } from 'playwright-core';
import { goTo } from './navigation.ts';

/** The networks view, and the page of one network. */
export class NetworksPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Goes there. */
  open(): Promise<void> {
    return goTo(this.page, 'Networks');
  }

  /** The row of a network. */
  row(name: string): Locator {
    return this.page
      .getByRole('table', { name: 'Networks' })
      .getByRole('row')
      .filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** Presses a button of the view. */
  press(name: string): Promise<void> {
    return this.page.getByRole('main').getByRole('button', { name, exact: true }).click();
  }

  /** Creates a network by the dialog, with the boxes of these words ticked. */
  async create(
    fields: Readonly<Record<string, string>>,
    boxes: readonly string[] = ['Internal: no way out of it'],
  ): Promise<void> {
    await this.press('Create');
    const dialog = this.page.getByRole('dialog', { name: 'Create a network' });
    for (const box of boxes) await dialog.getByText(box, { exact: true }).click();
    for (const [label, text] of Object.entries(fields))
      await dialog.getByLabel(label, { exact: true }).fill(text);
    await dialog.getByRole('button', { name: 'Create' }).click();
  }

  /** Opens the page of a network. */
  openNetwork(name: string): Promise<void> {
    return this.page.getByRole('table').getByRole('button', { name, exact: true }).click();
  }

  /** Connects a container on the page of a network. */
  async connect(container: string): Promise<void> {
    await this.press('Connect a container');
    const dialog = this.page.getByRole('dialog');
    await dialog.getByLabel('Container', { exact: true }).fill(container);
    await dialog.getByRole('button', { name: 'Connect' }).click();
  }

  /** A box of the picture; its name begins with the object's. */
  box(name: string): Locator {
    return this.page.locator('.map').getByRole('button', { name: new RegExp(`^${name}`) });
  }
}
