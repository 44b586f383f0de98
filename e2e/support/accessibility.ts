import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** The part of axe-core that is asked here: its source is put into the page, which the page's policy does not hinder. */
interface Axe {
  run(
    context: { readonly exclude: readonly string[] },
    options: { readonly runOnly: readonly string[] },
  ): Promise<{
    readonly violations: readonly {
      readonly id: string;
      readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
    }[];
  }>;
}

/** WCAG 2.2 AA, all that it has taken over from its earlier versions, and what is good without being demanded. */
const demands = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Where react-aria says for some seconds to a screen reader what a button is busy with that may be gone by then. */
const passing = ['[data-live-announcer]'];

const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe-core finds wrong with the page as it is, in the light and in the dark appearance: a line for each. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  const axe = await readFile(source, 'utf8');
  const faults: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(axe);
    const { violations } = await page.evaluate(
      ({ context, runOnly }) =>
        (globalThis as unknown as { readonly axe: Axe }).axe.run(context, { runOnly }),
      { context: { exclude: passing }, runOnly: demands },
    );
    for (const { id, nodes } of violations)
      for (const { target, failureSummary } of nodes)
        faults.push(`${colorScheme}: ${id} at ${target.join(' ')}: ${failureSummary ?? ''}`);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  return faults;
}
