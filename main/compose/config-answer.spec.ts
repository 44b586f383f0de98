import { expect, it } from 'vitest';
import { createConfigReader } from './config-answer.ts';

const warning = JSON.stringify({ level: 'warning', msg: 'The "TAG" variable is not set.' });
const refusal = (message: string) => JSON.stringify({ error: true, message });

it('is the text that Compose writes, with each warning once', () => {
  const reader = createConfigReader();
  for (const line of [warning, warning]) reader.hear(line, true);
  for (const line of ['{', '}']) reader.hear(line, false);
  expect(reader.answer(0)).toEqual({
    kind: 'read',
    text: '{\n}',
    warnings: ['The "TAG" variable is not set.'],
  });
});

it('is why it refuses, without the name of what it was given to read', () => {
  const reader = createConfigReader();
  reader.hear(refusal('validating -: services.web is wrong'), true);
  expect(reader.answer(1)).toEqual({ kind: 'refused', said: 'services.web is wrong', warnings: [] });
  expect(createConfigReader().answer(null)).toMatchObject({ said: 'Compose gave no reason.' });
});

it('has an end, whatever is written', () => {
  const reader = createConfigReader();
  for (let index = 0; index < 200; index += 1) {
    reader.hear(`${index} ${'x'.repeat(10_000)}`, true);
    reader.hear('y'.repeat(100_000), false);
  }
  const long = reader.answer(0);
  expect(long).toMatchObject({ kind: 'refused', said: expect.stringContaining('8 MB') });
  const answer = reader.answer(1);
  expect(answer.kind === 'refused' && answer.said.length).toBeLessThan(250_000);
});
