import {
  autocompletion,
  type Completion,
  type CompletionContext,
  completionKeymap,
} from '@codemirror/autocomplete';
import { type Diagnostic, linter, lintGutter, lintKeymap } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import { type EditorView, keymap, ViewPlugin } from '@codemirror/view';
import type { ComposeCheck } from '../../../../main/contract/compose.ts';
import { toFailure } from '../../../../main/contract/errors.ts';
import { visibleOutput } from '../../../text/visible-text.ts';
import { composeFindings, type Finding, readYaml, unaskedFinding, yamlFindings } from './locate.ts';
import { placeIn } from './place.ts';
import type { Schema, Suggestion } from './schema.ts';
import { suggest } from './suggest.ts';

/** What the editor of a Compose file asks for and tells. */
export interface ComposeSupport {
  readonly loadSchema: () => Promise<Schema>;
  /** Has Compose read the text in the place of the file. */
  readonly check: (text: string) => Promise<ComposeCheck>;
  /** What is wrong with the text now, with the number of its line. */
  readonly onFindings: (findings: readonly (Finding & { readonly line: number })[]) => void;
  /** The editor itself, to go to a place in it; null once it is gone. */
  readonly onView: (view: EditorView | null) => void;
}

/** Milliseconds without a key after which the text is looked at: Compose is a program that has to be started for it. */
const lookAfterMs = 500;

/** What makes an editor one for Compose files: completion by the specification, and errors at their place. */
export function composeSupport({ loadSchema, check, onFindings, onView }: ComposeSupport): Extension {
  const ask = async (text: string, document: ReturnType<typeof readYaml>): Promise<readonly Finding[]> => {
    try {
      const said = await check(text);
      return composeFindings(said.kind === 'invalid' ? said.said : null, said.warnings, text, document);
    } catch (error) {
      return [unaskedFinding(toFailure(error), text)];
    }
  };
  const look = async (view: EditorView): Promise<readonly Diagnostic[]> => {
    const { doc } = view.state;
    const text = doc.toString();
    const document = readYaml(text);
    const broken = yamlFindings(document);
    const found = broken.length > 0 ? broken : await ask(text, document);
    if (view.state.doc !== doc) return [];
    onFindings(found.map((one) => ({ ...one, line: doc.lineAt(Math.min(one.from, doc.length)).number })));
    return found.map(({ from, to, severity, message }) => ({
      from: Math.min(from, doc.length),
      to: Math.min(to, doc.length),
      severity,
      message: visibleOutput(message),
    }));
  };
  const complete = async (context: CompletionContext) => {
    const text = context.state.doc.toString();
    const place = placeIn(text, context.pos);
    if (place === undefined || (!context.explicit && place.word === '')) return null;
    const suggestions = suggest(await loadSchema(), place, readYaml(text));
    if (suggestions.length === 0) return null;
    const line = context.state.doc.lineAt(context.pos);
    const indent = context.pos - line.from - place.word.length;
    return {
      from: context.pos - place.word.length,
      options: suggestions.map((one) => completionOf(one, place.kind === 'key', indent)),
      validFor: /^[\w.-]*$/,
    };
  };
  return [
    linter(look, { delay: lookAfterMs }),
    lintGutter(),
    autocompletion({ override: [complete], icons: false }),
    keymap.of([...completionKeymap, ...lintKeymap]),
    ViewPlugin.define((view) => {
      onView(view);
      return { destroy: () => onView(null) };
    }),
  ];
}

function completionOf({ label, about, holds }: Suggestion, isKey: boolean, indent: number): Completion {
  const deeper = `\n${' '.repeat(indent + 2)}`;
  const endings = { value: ': ', map: `:${deeper}`, list: `:${deeper}- ` };
  return {
    label,
    ...(about === '' ? {} : { info: about }),
    ...(isKey ? { apply: `${label}${endings[holds]}` } : {}),
  };
}
