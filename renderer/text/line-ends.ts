/** What ends the lines of a text. */
export type LineEnd = '\n' | '\r\n' | '\r';

/** What ends every line of a text, a line feed where there is but one line; null when its lines end in different ways. */
export function lineEndOf(text: string): LineEnd | null {
  let found: LineEnd | undefined;
  for (const [end] of text.matchAll(/\r\n?|\n/g)) {
    found ??= end as LineEnd;
    if (end !== found) return null;
  }
  return found ?? '\n';
}

/** What ends the lines of a draft: its own line end, whatever the file has by now; the file's where the draft is but one line. */
export function lineEndOfDraft(draft: string, file: string): LineEnd {
  return lineEndOf(/[\r\n]/.test(draft) ? draft : file) ?? '\n';
}
