import type { Locator, Page } from 'playwright-core';

/** The engine view, which is the start view, too. */
export class EnginePage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Goes there by the foot of the sidebar. */
  open(): Promise<void> {
    return this.state.click();
  }

  /** The foot of the sidebar, which tells the state. */
  get state(): Locator {
    return this.page.getByRole('navigation').getByRole('button', { name: /^Engine:/ });
  }

  /** A stage of the start, by its name in the contract. */
  stage(name: string): Locator {
    return this.page.locator(`[data-stage="${name}"]`);
  }

  /** Presses a button of the view. */
  press(name: string): Promise<void> {
    return this.page.getByRole('main').getByRole('button', { name, exact: true }).click();
  }

  /** That the VM was started again by itself, in whatever view. */
  get restartNotice(): Locator {
    return this.page.locator('.notice-lasting');
  }

  /** The guest's console. */
  get console(): Locator {
    return this.page.getByLabel('Console of the virtual machine');
  }
}
