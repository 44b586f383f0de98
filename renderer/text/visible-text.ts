/** Longest text that is shown on one line; what is longer came from somebody who wants to break the page. */
const longestLine = 2_000;

/** Marks that draw nothing or turn the direction of what follows, beside the control characters; for a class of a pattern. */
export const deceptiveMarks =
  '\\u00ad\\u061c\\u180e\\u200b\\u200c\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}';

/**
 * Characters that draw nothing, move the cursor or turn the direction of what follows: control characters, bidi marks
 * and overrides, zero-width spaces, line separators, tags, single surrogates. (The joiner U+200D stays: emoji are made
 * with it.)
 */
export const deceptive = new RegExp(`[\\p{Cc}\\p{Cs}${deceptiveMarks}]`, 'gu');

/** A character that could deceive the eye, written as its code. */
export function codeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  // A byte of a file's name that is no UTF-8: main/util/byte-names.ts.
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
  return `\\u{${code.toString(16)}}`;
}

/** Marks heaped on one letter, which would be drawn over the lines above and below. No language heaps more than four. */
const heapedMarks = /(\p{M}{4})\p{M}+/gu;

/** An untrusted text for one line: every character that could deceive the eye is written as its code. */
export function visibleText(text: string): string {
  const cut = text.length > longestLine ? `${text.slice(0, longestLine)}…` : text;
  return cut.replace(heapedMarks, '$1…').replace(deceptive, (character) => {
    if (character === '\n' || character === '\t') return ' ';
    return codeOf(character);
  });
}

/** The name or path of a file, for one line: other than in a text, a line's end or a tab in it tells two names apart. */
export function visibleName(name: string): string {
  return visibleText(name.replace(/[\n\t]/g, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`));
}

const escapeCode = String.fromCharCode(0x1b);
const bell = String.fromCharCode(0x07);

/** Sequences of a terminal: CSI, OSC and other strings, and single escapes; an unfinished one at the end too. */
const terminalSequence = new RegExp(
  `${escapeCode}(?:\\[[0-?]*[ -/]*[@-~]|[\\]PX^_][^${bell}${escapeCode}]*(?:${bell}|${escapeCode}\\\\)?|[ -/]*[0-~])`,
  'g',
);

/** A line that is cut: a field with a million characters in one line takes a browser half a minute to lay out. */
const tooLongLine = new RegExp(`([^\\n]{${longestLine}})[^\\n]+`, 'g');

/** Whether {@link visibleOutput} leaves something out of a text for its length. */
export function hasTooLongLine(text: string): boolean {
  return text.search(tooLongLine) >= 0;
}

/** Untrusted output of several lines, without colours and without anything that could deceive the eye; long lines are cut. */
export function visibleOutput(text: string): string {
  return text
    .replace(terminalSequence, '')
    .replace(/\r\n?/g, '\n')
    .replace(tooLongLine, '$1…')
    .replace(heapedMarks, '$1…')
    .replace(deceptive, (character) => (character === '\n' || character === '\t' ? character : ''));
}
