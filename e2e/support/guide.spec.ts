import { expect, it } from 'vitest';
import { missingLine, readGuide } from './guide.ts';

const page = `# A guide

## Why
No commands.

## How
\`\`\`sh
echo one
echo 2.5
\`\`\`
\`\`\`text
one
2.…
\`\`\`
\`\`\`json
{}
\`\`\`
\`\`\`sh
true
\`\`\`
`;

it('has the commands of each chapter, with what they print', () => {
  expect(readGuide(page)).toEqual([
    {
      title: 'How',
      steps: [
        { commands: 'echo one\necho 2.5\n', prints: ['one', '2.…'] },
        { commands: 'true\n', prints: [] },
      ],
    },
  ]);
});

it('says what was not printed: another text, or another order', () => {
  expect(missingLine(['one', '2.…'], 'zero\none\nbetween\n2.5\n')).toBeUndefined();
  expect(missingLine(['one', '2.…'], '2.5\none\n')).toBe('2.…');
  expect(missingLine(['2.…'], '255\n')).toBe('2.…');
  expect(missingLine([], '')).toBeUndefined();
});
