import type { Page } from 'playwright-core';

/** Goes to a view by the sidebar, where a button's name begins with the view's. */
export function goTo(page: Page, name: string): Promise<void> {
  return page
    .getByRole('navigation')
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .click();
}
