import { isAbsolute, normalize } from 'node:path';

/** What the guest says of its watchers (vm-assets/root/usr/lib/slipway/watches). */
export type WatchesMessage =
  | { readonly kind: 'hello' }
  | { readonly kind: 'watch'; readonly path: string; readonly isFolder: boolean }
  | { readonly kind: 'unwatch'; readonly path: string }
  | { readonly kind: 'told'; readonly word: string };

/** PATH_MAX of Linux, in bytes, each of which may be written as three. */
const longestPath = 4_096;

/** Longer than any line that means something. */
export const longestLine = 3 * longestPath + 64;

/**
 * A line of the guest's; undefined for what is none of ours. Whoever is root in the guest can say anything: a path is absolute and
 * in its shortest form, and whether it is one that the guest may name is for others to say.
 */
export function parseWatchesLine(line: string): WatchesMessage | undefined {
  if (line.length > longestLine) return undefined;
  const [kind, ...words] = line.split(' ');
  switch (kind) {
    case 'hello':
      return words.length === 0 ? { kind } : undefined;
    case 'told': {
      const [word = ''] = words;
      return words.length === 1 && /^[a-z0-9]{1,16}$/.test(word) ? { kind, word } : undefined;
    }
    case 'watch': {
      const [of, text] = words;
      const path = decodePath(text);
      if (words.length !== 2 || path === undefined || (of !== 'folder' && of !== 'file')) return undefined;
      return { kind, path, isFolder: of === 'folder' };
    }
    case 'unwatch': {
      const path = decodePath(words[0]);
      return words.length === 1 && path !== undefined ? { kind, path } : undefined;
    }
    default:
      return undefined;
  }
}

/** A path as it stands in a line: without blanks, `%` and control characters. */
export function encodePath(path: string): string {
  return path.replace(
    // Of one byte each: the guest puts a byte in its place.
    /[\0- %\x7f]/g,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

function decodePath(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const path = text.replace(/%([0-9a-f]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  // What is no UTF-8 came as U+FFFD, and names nothing.
  if (path.includes('\0') || path.includes('\ufffd') || Buffer.byteLength(path) > longestPath)
    return undefined;
  return isAbsolute(path) && normalize(path) === path && (path === '/' || !path.endsWith('/'))
    ? path
    : undefined;
}
