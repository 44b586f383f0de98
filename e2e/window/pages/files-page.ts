import type { Locator, Page } from 'playwright-core';

/** The files of a container or a volume, in its page. */
export class FilesPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Shows them, on the page that is open. */
  async open(): Promise<void> {
    await this.page.getByRole('tab', { name: 'Files', exact: true }).click();
    await this.page.getByLabel('Path').waitFor();
  }

  /** Goes to a folder by its path, and waits for something that is in it. */
  async goTo(path: string, entry: string): Promise<void> {
    await this.page.getByLabel('Path').fill(path);
    await this.page.getByLabel('Path').press('Enter');
    await this.row(entry).waitFor();
  }

  /** The row of a file or folder. */
  row(name: string): Locator {
    return this.page
      .getByRole('table', { name: 'Files' })
      .getByRole('row')
      .filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** Opens a folder, or a file in the editor. */
  openEntry(name: string): Promise<void> {
    return this.page.getByRole('table').getByRole('button', { name, exact: true }).click();
  }

  /** Chooses an entry of a file's menu. */
  async choose(entry: string, name: string): Promise<void> {
    await this.press(`More for ${name}`);
    await this.page.getByRole('menuitem', { name: entry, exact: true }).click();
  }

  /** Uploads what the system's dialog answers. */
  async upload(what: 'Files…' | 'A folder…'): Promise<void> {
    await this.press('Upload');
    await this.page.getByRole('menuitem', { name: what, exact: true }).click();
  }

  /** Presses a button of the view. */
  press(name: string | RegExp): Promise<void> {
    return this.page.getByRole('main').getByRole('button', { name, exact: true }).click();
  }

  /** Where the text of an open file is. */
  get text(): Locator {
    return this.page.getByRole('textbox', { name: /^Text of / });
  }

  /** Writes something at the end of the open file. */
  async type(text: string): Promise<void> {
    await this.text.click();
    await this.page.keyboard.press('Control+End');
    await this.page.keyboard.type(text);
  }

  /** Writes something at the end of the open file, and saves it. */
  async write(text: string): Promise<void> {
    await this.type(text);
    await this.press('Save');
  }

  /** The question that is on the screen. */
  get question(): Locator {
    return this.page.getByRole('alertdialog');
  }

  /** Answers the question. */
  answer(name: string): Promise<void> {
    return this.question.getByRole('button', { name, exact: true }).click();
  }

  /** Drops files of this machine on the list. A page makes no file that lies anywhere: they are chosen in a field of its own. */
  async drop(paths: readonly string[]): Promise<void> {
    await this.page.evaluate(() => {
      const field = document.createElement('input');
      field.type = 'file';
      field.id = 'to-drop';
      field.multiple = true;
      document.body.append(field);
    });
    const field = this.page.locator('#to-drop');
    await field.setInputFiles([...paths]);
    const dropped = await field.evaluateHandle((chosen) => {
      const data = new DataTransfer();
      for (const file of (chosen as HTMLInputElement).files ?? []) data.items.add(file);
      return data;
    });
    await this.page.locator('.drop-zone').dispatchEvent('drop', { dataTransfer: dropped });
    await field.evaluate((chosen) => chosen.remove());
  }
}
