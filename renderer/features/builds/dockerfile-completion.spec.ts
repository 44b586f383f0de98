import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { completeDockerfile } from './dockerfile-completion.ts';

/** What is offered at `|`. */
function offered(text: string, explicit = false): readonly string[] {
  const at = text.indexOf('|');
  const state = EditorState.create({ doc: text.replace('|', '') });
  const found = completeDockerfile(new CompletionContext(state, at, explicit));
  return found?.options.map(({ label }) => label) ?? [];
}

const stages = 'FROM a AS build\nFROM b AS tests\nARG WORD=1\nENV HOME=/root\n';

test('offers instructions where one can begin, as they are being written', () => {
  expect(offered('CO|')).toContain('COPY');
  expect(offered('co|')).toContain('copy');
  expect(offered('|')).toEqual([]);
  expect(offered('|', true)).toContain('HEALTHCHECK');
  expect(offered('RUN a \\\n  b|')).toEqual([]);
});

test('offers the options of an instruction, and the stages and variables of the text', () => {
  expect(offered('COPY --|')).toContain('--from=');
  expect(offered('RUN --mount=type=tmpfs,target=/x --mo|')).toContain('--mount=type=secret,id=');
  expect(offered('EXPOSE --|')).toEqual([]);
  expect(offered(`${stages}COPY --from=|`)).toEqual(['build', 'tests']);
  expect(offered(`${stages}RUN echo $|`)).toEqual([`\${WORD}`, `\${HOME}`]);
  expect(offered(`${stages}RUN echo |`)).toEqual([]);
});
