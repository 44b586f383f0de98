import { escapeRegExp } from 'es-toolkit/string';

/** A piece of a guide: what is typed, and lines of what comes of it. */
export interface GuideStep {
  /** A script for the shell. */
  readonly commands: string;
  /** In their order; others may stand between them. `…` stands for anything. */
  readonly prints: readonly string[];
}

/** A chapter of a guide with what is done in it. */
export interface GuideSection {
  readonly title: string;
  readonly steps: readonly GuideStep[];
}

const block = /^## (?<title>.+)$|^```(?<kind>sh|text)\n(?<content>[\s\S]*?)^```$/gm;

/**
 * The commands of a page in Markdown, by its chapters (`##`): blocks of `sh`, each with the block of `text` behind it, if there
 * is one.
 */
export function readGuide(markdown: string): readonly GuideSection[] {
  const sections: { title: string; steps: { commands: string; prints: readonly string[] }[] }[] = [];
  for (const { groups = {} } of markdown.matchAll(block)) {
    const { title, kind, content = '' } = groups;
    if (title !== undefined) sections.push({ title, steps: [] });
    const steps = sections.at(-1)?.steps ?? [];
    if (kind === 'sh') steps.push({ commands: content, prints: [] });
    const last = steps.at(-1);
    if (kind === 'text' && last !== undefined) last.prints = content.trimEnd().split('\n');
  }
  return sections.filter(({ steps }) => steps.length > 0);
}

/** The first line that was to be printed and was not, as the guide has it; undefined when all were, in this order. */
export function missingLine(prints: readonly string[], printed: string): string | undefined {
  const lines = printed.split('\n').map((line) => line.trimEnd());
  let next = 0;
  for (const line of prints) {
    const pattern = new RegExp(`^${line.split('…').map(escapeRegExp).join('.*')}$`);
    const at = lines.slice(next).findIndex((one) => pattern.test(one));
    if (at < 0) return line;
    next += at + 1;
  }
  return undefined;
}
