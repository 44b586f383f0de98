// The answers are those of the bundled buildx, without the sources that they repeat.
import { expect, test } from 'vitest';
import { readCheck } from './check-dockerfile.ts';

const where = (line: number) => ({ ranges: [{ start: { line }, end: { line } }] });

test('reads what the checks find', () => {
  const answer = {
    warnings: [
      {
        ruleName: 'FromAsCasing',
        description: "The 'as' keyword should match the case of the 'from' keyword",
        url: 'https://docs.docker.com/go/dockerfile/rule/from-as-casing/',
        detail: "'as' and 'FROM' keywords' casing do not match",
        location: where(1),
      },
    ],
    sources: [],
  };
  expect(readCheck(`\n${JSON.stringify(answer)}`)).toEqual({
    error: null,
    warnings: [
      {
        text: "FromAsCasing: 'as' and 'FROM' keywords' casing do not match",
        detail: "The 'as' keyword should match the case of the 'from' keyword",
        from: 1,
        to: 1,
      },
    ],
  });
});

test('reads why it cannot be built at all', () => {
  const message = 'dockerfile parse error on line 2: unknown instruction: CPY (did you mean COPY?)';
  expect(readCheck(JSON.stringify({ warnings: null, buildError: { message, location: where(2) } }))).toEqual({
    warnings: [],
    error: { text: message, detail: '', from: 2, to: 2 },
  });
});

test('knows what is no answer', () => {
  expect(readCheck('')).toBeUndefined();
  expect(readCheck('{"warnings":3}')).toBeUndefined();
});
