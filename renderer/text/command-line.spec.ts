import { expect, test } from 'vitest';
import { commandLine } from './command-line.ts';

test.each([
  [['sleep', '600'], 'sleep 600'],
  [['sh', '-c', 'echo $A; exit'], "sh -c 'echo $A; exit'"],
  [['echo', "it's"], String.raw`echo 'it'\''s'`],
  [['echo', ''], "echo ''"],
  [['echo', 'a\nb\t'], String.raw`echo $'a\nb\t'`],
  [['echo', "it's\r\\"], String.raw`echo $'it\'s\r\\'`],
  [['echo', 'a\u202eb\u00a0\u{e0001}'], String.raw`echo $'a\u202eb\u00a0\U000e0001'`],
])('%j is typed as %s', (words, line) => {
  expect(commandLine(words)).toBe(line);
});
