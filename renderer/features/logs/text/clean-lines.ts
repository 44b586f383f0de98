import { type CleanText, cleanText } from './clean-text.ts';
import type { StyleTable } from './style-table.ts';

/** Lines of a log in which nothing acts any more, as they are kept. */
export interface CleanLines extends Pick<CleanText, 'runs'> {
  /** UTF-8, each line ended by `\n`. */
  readonly bytes: Uint8Array;
  /** The same as text; undefined where each byte is a character. */
  readonly text: string | undefined;
}

const encoder = new TextEncoder();
// A mark of the byte order is a character like any other that draws nothing: it is shown as its code.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

const noRuns: CleanText['runs'] = new Map();

/** Cleans lines as a container wrote them; what is not UTF-8 becomes U+FFFD. Lines in which there is nothing to clean stay as they are. */
export function cleanLines(bytes: Uint8Array, styles: StyleTable): CleanLines {
  if (isPlain(bytes)) return { bytes, text: undefined, runs: noRuns };
  const { text, runs } = cleanText(decoder.decode(bytes), styles);
  const cleaned = encoder.encode(text);
  return { bytes: cleaned, text: cleaned.length === text.length ? undefined : text, runs };
}

/** Whether all of it is printable ASCII, tabs and line ends: most logs are, and making text of them would cost more than all else. */
function isPlain(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    const isPrintable = byte >= 0x20 && byte < 0x7f;
    if (!isPrintable && byte !== 0x0a && byte !== 0x09) return false;
  }
  return true;
}
