import { codeOf, deceptiveMarks } from '../../../text/visible-text.ts';
import { plainStyle, selectStyle } from './style.ts';
import type { StyleTable } from './style-table.ts';

/** Text of a log in which nothing acts any more: what is seen, searched and copied. */
export interface CleanText {
  /** As many lines as before, each ended by `\n`. */
  readonly text: string;
  /**
   * For lines that have colours: where each style begins, by the line's place in the text. A number for each: characters
   * from the line's beginning times 65,536, and the style's number in the table.
   */
  readonly runs: ReadonlyMap<number, readonly number[]>;
}

/** Most changes of style in one line: each is an element of the page. The rest of the line has the last style. */
const mostRuns = 200;

const controls = '\\0-\\x08\\x0b-\\x1f\\x7f-\\x9f';

/** What must not come onto the page as it is. (Line ends and tabs may.) */
const suspect = new RegExp(`[${controls}${deceptiveMarks}]`, 'gu');

/**
 * In this order: a sequence of a terminal with its parameters and its last character (CSI); a string such as a link (OSC 8)
 * or a text for the clipboard (OSC 52), whole; a sequence of two or three characters; a single character. A string that
 * does not end in its line is shown. No part can match the beginning of another: the time is linear.
 */
const token = new RegExp(
  String.raw`\x1b\[([0-?]*)[ -/]*([@-~])|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]|[${controls}${deceptiveMarks}]`,
  'gu',
);

/**
 * Takes out of lines what a terminal would act on, but for colours, which are kept beside the text. A colour ends with its
 * line: what one line leaves switched on must not colour the next.
 */
export function cleanText(text: string, styles: StyleTable): CleanText {
  const runs = new Map<number, readonly number[]>();
  const parts: string[] = [];
  let copied = 0;
  let line = 0;
  suspect.lastIndex = 0;
  for (let hit = suspect.exec(text); hit !== null; hit = suspect.exec(text)) {
    const start = text.lastIndexOf('\n', hit.index) + 1;
    const end = endOfLine(text, hit.index);
    for (
      let next = text.indexOf('\n', copied);
      next >= 0 && next < start;
      next = text.indexOf('\n', next + 1)
    )
      line += 1;
    const clean = cleanLine(text.slice(start, end), styles);
    if (clean.runs.length > 0) runs.set(line, clean.runs);
    parts.push(text.slice(copied, start), clean.text);
    copied = end;
    suspect.lastIndex = end;
  }
  if (copied === 0) return { text, runs };
  parts.push(text.slice(copied));
  return { text: parts.join(''), runs };
}

/** Cleans one line, without its end. */
export function cleanLine(
  line: string,
  styles: StyleTable,
): { readonly text: string; readonly runs: readonly number[] } {
  const runs: number[] = [];
  let text = '';
  let copied = 0;
  let style = plainStyle;
  let number = 0;
  for (const match of line.matchAll(token)) {
    text += line.slice(copied, match.index);
    copied = match.index + match[0].length;
    if (match[2] === 'm') {
      style = selectStyle(style, match[1] ?? '');
      const next = styles.numberOf(style);
      if (next === number) continue;
      number = next;
      note(runs, text.length, number);
    } else if (!match[0].startsWith('\x1b') || match[0].length === 1) {
      // A carriage return before the end of the line is a habit of other systems.
      if (match[0] !== '\r' || copied < line.length) text += codeOf(match[0]);
    }
  }
  return { text: text + line.slice(copied), runs };
}

/** Notes that a style begins; one that begins where another did replaces it. */
function note(runs: number[], at: number, style: number): void {
  const last = runs.at(-1);
  if (last !== undefined && Math.floor(last / 65_536) === at) runs.pop();
  if (runs.length < mostRuns && at < 65_536) runs.push(at * 65_536 + style);
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
