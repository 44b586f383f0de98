import type { Page } from 'playwright-core';

/** Goes to a view by the sidebar. */
export function goTo(page: Page, name: string): Promise<void> {
  return page.getByRole('navigation').getByRole('button', { name }).click();
}
