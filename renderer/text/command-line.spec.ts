import { expect, test } from 'vitest';
import { commandLine } from './command-line.ts';

test.each([
  [['sleep', '600'], 'sleep 600'],
  [['sh', '-c', 'echo $A; exit'], "sh -c 'echo $A; exit'"],
  [['echo', "it's"], String.raw`echo 'it'\''s'`],
  [['echo', ''], "echo ''"],
])('%j is typed as %s', (words, line) => {
  expect(commandLine(words)).toBe(line);
});
