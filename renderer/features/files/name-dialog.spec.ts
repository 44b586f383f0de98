import { expect, it } from 'vitest';
import { fileNameProblem } from './name-dialog.tsx';

it.each(['a', '-rf', ' spaced ', 'line\nend', '…', 'ü'.repeat(127)])('takes the name %j', (name) => {
  expect(fileNameProblem(name)).toBeUndefined();
});

it.each(['', '.', '..', 'a/b', 'a\0b', 'ü'.repeat(128)])('refuses the name %j', (name) => {
  expect(fileNameProblem(name)).toMatch(/./);
});
