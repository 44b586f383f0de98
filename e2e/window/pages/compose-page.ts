import type { Locator, Page } from 'playwright-core';
import { goTo } from './navigation.ts';

/** The Compose view, and the page of one project. */
export class ComposePage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Goes to the list. */
  open(): Promise<void> {
    return goTo(this.page, 'Compose');
  }

  /** The row of a project. */
  row(name: string): Locator {
    return this.rowIn('Compose projects', name);
  }

  /** The row of a service of the project on the page. */
  service(project: string, name: string): Locator {
    return this.rowIn(`Services of ${project}`, name);
  }

  private rowIn(table: string, name: string): Locator {
    return this.page
      .getByRole('table', { name: table })
      .getByRole('row')
      .filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** Opens the page of a project from the list. */
  async openProject(name: string): Promise<void> {
    await this.open();
    await this.row(name).getByRole('button', { name, exact: true }).click();
  }

  /** Presses a button of the view by its whole name. */
  press(name: string): Promise<void> {
    return this.page.getByRole('main').getByRole('button', { name, exact: true }).click();
  }

  /** Chooses an entry of the project's menu. */
  async choose(entry: string): Promise<void> {
    await this.press('More for this project');
    await this.page.getByRole('menuitem', { name: entry, exact: true }).click();
  }

  /** Shows a tab of the page. */
  tab(name: string): Promise<void> {
    return this.page.getByRole('tab', { name, exact: true }).click();
  }

  /** The strip that says what is done to the project, or was. */
  job(title: string): Locator {
    return this.page.getByRole('region', { name: title });
  }

  /** What Compose has written, where that is shown. */
  get output(): Locator {
    return this.page.getByLabel('Output of Compose');
  }

  /** The editor of the file on the page. */
  get editor(): Locator {
    return this.page.getByLabel(/^Text of /);
  }

  /** Puts a text in the place of all that is in the editor. */
  async write(text: string): Promise<void> {
    await this.editor.focus();
    await this.page.keyboard.press('Control+a');
    // First: Chromium would give the new text the styles of what was chosen, which the page's policy refuses.
    await this.page.keyboard.press('Delete');
    await this.page.keyboard.insertText(text);
  }

  /** What is said to be wrong with the file. */
  get findings(): Locator {
    return this.page.getByRole('list', { name: 'What is wrong with it' });
  }
}
