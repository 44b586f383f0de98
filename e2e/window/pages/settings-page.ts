import type { Locator, Page } from 'playwright-core';
import { goTo } from './navigation.ts';

/** The settings view. */
export class SettingsPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Goes there. */
  open(): Promise<void> {
    return goTo(this.page, 'Settings');
  }

  /** The heading of the view. */
  get heading(): Locator {
    return this.page.getByRole('heading', { name: 'Settings', level: 1 });
  }

  /** Everything of a setting, by its key. */
  row(key: string): Locator {
    return this.page.locator(`[data-setting="${key}"]`);
  }

  /** The field for a number or a text, by the setting's title. */
  field(title: string): Locator {
    return this.page.getByRole('textbox', { name: title, exact: true });
  }

  /** Writes into a field, and says that it is done. */
  async write(title: string, text: string): Promise<void> {
    await this.field(title).fill(text);
    await this.field(title).press('Enter');
  }

  /** Chooses one of the values of a setting, by keyboard alone. */
  async choose(title: string, value: string): Promise<void> {
    // The button that puts it back, which is there once it was changed, has the title in its name too.
    const button = this.page.getByRole('button', { name: new RegExp(`^(?!Reset ).*${title}`) });
    await button.press('Enter');
    await this.page.getByRole('option', { name: value }).focus();
    await this.page.keyboard.press('Enter');
    await button.filter({ hasText: value }).waitFor();
  }

  /** Turns a switch, by keyboard. */
  turn(title: string): Promise<void> {
    return this.page.getByRole('switch', { name: title, exact: true }).press('Space');
  }

  /** The button that puts a setting back to its default. */
  reset(title: string): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^Reset ${title} to `) });
  }

  /** What is said of changes that a running engine does not have yet. */
  get waiting(): Locator {
    return this.page.getByText('Restart the engine for this to take effect');
  }
}
