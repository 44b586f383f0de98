import { autocompletion, completionKeymap } from '@codemirror/autocomplete';
import { type Diagnostic, linter, lintGutter, lintKeymap } from '@codemirror/lint';
import type { Extension, Text } from '@codemirror/state';
import { keymap } from '@codemirror/view';
import type { BuildWarning, DockerfileCheck } from '../../../main/contract/builds.ts';
import { visibleText } from '../../text/visible-text.ts';
import { completeDockerfile } from './dockerfile-completion.ts';

/** Milliseconds after the last change before the text is checked: a check is a question to BuildKit. */
const checkAfterMs = 800;

/** What makes an editor one for Dockerfiles: completion, and BuildKit's checks beside their lines. `check` never rejects. */
export function dockerfileExtensions(check: (text: string) => Promise<DockerfileCheck | null>): Extension {
  return [
    autocompletion({ override: [completeDockerfile], icons: false }),
    linter(
      async ({ state }) => {
        const found = await check(state.doc.toString());
        if (found === null) return [];
        return [
          ...(found.error === null ? [] : [diagnosticOf(found.error, 'error', state.doc)]),
          ...found.warnings.map((warning) => diagnosticOf(warning, 'warning', state.doc)),
        ];
      },
      { delay: checkAfterMs },
    ),
    lintGutter(),
    keymap.of([...completionKeymap, ...lintKeymap]),
  ];
}

/** What is about no line stands at the first. */
function diagnosticOf(
  { text, from, to }: BuildWarning,
  severity: Diagnostic['severity'],
  doc: Text,
): Diagnostic {
  const line = (number: number) => doc.line(Math.min(Math.max(1, number), doc.lines));
  return {
    from: line(from ?? 1).from,
    to: line(to ?? from ?? 1).to,
    severity,
    message: visibleText(text),
  };
}
