import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** The part of axe-core that is asked here: its source is put into the page, which the page's policy does not hinder. */
interface Axe {
  run(
    context: { readonly exclude: readonly string[] },
    options: {
      readonly runOnly: readonly string[];
      readonly rules: Readonly<Record<string, { readonly enabled: boolean }>>;
      /** Of what else there is, it need not find out where: that takes longer than to find what is wrong. */
      readonly resultTypes: readonly ['violations'];
    },
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

/** How the system asks pages to look. With forced colours the system answers for their contrast. */
const appearances = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'light, more contrast': { colorScheme: 'light', contrast: 'more' },
  'dark, more contrast': { colorScheme: 'dark', contrast: 'more' },
  'forced colours': { forcedColors: 'active' },
} as const;

/** An appearance by its name. */
export type Appearance = keyof typeof appearances;

const asTheSystemSays = {
  colorScheme: null,
  contrast: null,
  forcedColors: null,
  reducedMotion: null,
} as const;

/** What axe-core finds wrong with the page as it is, in the light and in the dark appearance unless told otherwise: a line for each. */
export async function accessibilityFaults(
  page: Page,
  inWhich: readonly Appearance[] = ['light', 'dark'],
): Promise<readonly string[]> {
  const axe = await readFile(source, 'utf8');
  const faults: string[] = [];
  for (const appearance of inWhich) {
    const media = appearances[appearance];
    await page.emulateMedia({ ...asTheSystemSays, reducedMotion: 'reduce', ...media });
    if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
    const violations = await page.evaluate(
      async ({ context, options }) => {
        const { axe } = globalThis as unknown as { readonly axe: Axe };
        return (await axe.run(context, options)).violations;
      },
      {
        context: { exclude: passing },
        options: {
          runOnly: demands,
          rules: { 'color-contrast': { enabled: !('forcedColors' in media) } },
          resultTypes: ['violations'] as const,
        },
      },
    );
    for (const { id, nodes } of violations)
      for (const { target, failureSummary } of nodes)
        faults.push(`${appearance}: ${id} at ${target.join(' ')}: ${failureSummary ?? ''}`);
  }
  await page.emulateMedia(asTheSystemSays);
  return faults;
}
