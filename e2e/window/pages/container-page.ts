import type { Locator, Page } from 'playwright-core';

/** The page of one container. */
export class ContainerPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Goes there from the list of containers, by the container's name. */
  async open(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
    await this.page.getByRole('heading', { name, exact: true, level: 1 }).waitFor();
  }

  /** Shows another part of it. */
  choose(tab: string): Promise<void> {
    return this.page.getByRole('tab', { name: tab, exact: true }).click();
  }

  /** What the chosen part shows. */
  get panel(): Locator {
    return this.page.getByRole('tabpanel');
  }

  /** Goes back to the list. */
  leave(): Promise<void> {
    return this.page.getByRole('main').getByRole('button', { name: 'Containers', exact: true }).click();
  }
}
