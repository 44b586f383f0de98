import { bytesOf } from './byte-names.ts';

/**
 * A line of shell, of words that stand for themselves whatever is in them. A word cannot hold NUL: throws then, for the shell
 * would take what follows for another one.
 */
export function shellLine(words: readonly string[]): Buffer {
  return Buffer.concat(
    words.flatMap((word, index) => [Buffer.from(index === 0 ? '' : ' '), bytesOf(quoted(word))]),
  );
}

function quoted(word: string): string {
  if (word.includes('\0')) throw new Error('A word of a shell cannot hold NUL.');
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
