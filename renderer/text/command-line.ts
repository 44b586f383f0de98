import { deceptive } from './visible-text.ts';

/** Words that a shell takes as they are. */
const plain = /^[\w@%+=:,./-]+$/;

/** What bash, zsh and ksh write for characters between `$'` and `'`. */
const letters: Readonly<Record<string, string>> = {
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
  '\\': String.raw`\\`,
  "'": String.raw`\'`,
};

/**
 * Words as one would type them: those that a shell would not take as they are stand in quotes. What does not show, or does
 * not survive being copied, is written by its code, so that the line is one line and says what it holds.
 */
export function commandLine(words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

function quoted(word: string): string {
  if (plain.test(word)) return word;
  const bySight = word.replace(/['\\]/g, (character) => letters[character] ?? '');
  const coded = bySight.replace(deceptive, codeOf).replaceAll('\u00a0', codeOf);
  return coded === bySight ? `'${word.replaceAll("'", String.raw`'\''`)}'` : `$'${coded}'`;
}

function codeOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return (
    letters[character] ?? (code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`)
  );
}
