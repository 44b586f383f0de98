import { withinLine } from './within-line.ts';

/** What is searched for. */
export interface Expression {
  readonly text: string;
  /** A regular expression, or the text as it stands. */
  readonly isRegular: boolean;
  readonly matchCase: boolean;
}

/** What is wrong with an expression, in the language's own words; undefined when nothing is. */
export function problemOf({ text, isRegular }: Expression): string | undefined {
  if (!isRegular) return undefined;
  try {
    new RegExp(text);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // It begins with the whole expression, which stands in the field already.
    return message.slice(message.lastIndexOf('/: ') + 1).replace(/^: /, '');
  }
}

/** The expression for lines that stand one after another in a text. It must be one that has no problem. */
export function compile({ text, isRegular, matchCase }: Expression): RegExp {
  const source = isRegular ? withinLine(text) : text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(source, matchCase ? 'gm' : 'gim');
}
