import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** A dialog is there a moment before it has the focus, and hears no key until then. */
export async function untilDialogHears(page: Page): Promise<void> {
  const hears = () => page.evaluate(() => document.activeElement?.closest('.dialog-body') instanceof Element);
  await expect.poll(hears).toBe(true);
}
