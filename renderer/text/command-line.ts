/** Words that a shell takes as they are. */
const plain = /^[\w@%+=:,./-]+$/;

/** Words as one would type them: those that a shell would not take as they are stand in quotes. */
export function commandLine(words: readonly string[]): string {
  return words
    .map((word) => (plain.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
    .join(' ');
}
