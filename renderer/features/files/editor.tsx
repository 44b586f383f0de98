import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import type { LineEnd } from '../../text/line-ends.ts';
import { type Language, loadLanguage } from './languages.ts';
import './editor.css';

interface EditorProps {
  /** What it begins with; another one begins anew. */
  readonly text: string;
  /** What ends its lines, those that are written, too. */
  readonly lineEnd: LineEnd;
  readonly language: Language | undefined;
  readonly isReadOnly: boolean;
  /** What is edited, for who does not see. */
  readonly label: string;
  readonly onChange: (text: string) => void;
  readonly onSave: () => void;
  /** What it can do beside. Another list begins it anew. */
  readonly extensions?: Extension;
}

/** An editor for text. Characters that draw nothing or turn the direction are shown by their codes. */
export function Editor(props: EditorProps) {
  const { text, lineEnd, language, isReadOnly, label, onChange, onSave, extensions = none } = props;
  const place = useRef<HTMLDivElement>(null);
  // Read when they are called: the editor is not made anew for another function.
  const heard = useRef({ onChange, onSave });
  heard.current = { onChange, onSave };
  useEffect(() => {
    if (place.current === null) return;
    const highlighting = new Compartment();
    const view = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          // The page's policy lets style elements pass that have its nonce.
          EditorView.cspNonce.of(pageNonce()),
          EditorState.readOnly.of(isReadOnly),
          EditorView.editable.of(!isReadOnly),
          EditorView.contentAttributes.of({
            'aria-label': label,
            spellcheck: 'false',
            ...(isReadOnly ? {} : { 'aria-description': 'Escape, then Tab leaves the editor.' }),
            // What can only be read must be reached and scrolled by keyboard, too.
            ...(isReadOnly ? { tabindex: '0' } : {}),
          }),
          lineNumbers(),
          history(),
          drawSelection(),
          highlightSpecialChars({ addSpecialChars: moreDeceptive, render: showCode }),
          highlightActiveLine(),
          highlightSelectionMatches(),
          bracketMatching(),
          search({ top: true }),
          syntaxHighlighting(classHighlighter),
          highlighting.of([]),
          extensions,
          keymap.of([
            {
              key: 'Mod-s',
              preventDefault: true,
              run: () => {
                heard.current.onSave();
                return true;
              },
            },
            // Tab leaves the editor after Escape, as CodeMirror has it.
            indentWithTab,
            ...searchKeymap,
            ...historyKeymap,
            ...defaultKeymap,
          ]),
          EditorView.updateListener.of((update) => {
            // Not by the editor's own separator: with that, line ends of another kind that are pasted would stay in a line.
            if (update.docChanged)
              heard.current.onChange(update.state.doc.sliceString(0, undefined, lineEnd));
          }),
        ],
      }),
    });
    let isOver = false;
    if (language !== undefined) {
      loadLanguage(language).then(
        (parser) => {
          if (!isOver) view.dispatch({ effects: highlighting.reconfigure(StreamLanguage.define(parser)) });
        },
        () => undefined,
      );
    }
    return () => {
      isOver = true;
      view.destroy();
    };
  }, [text, lineEnd, language, isReadOnly, label, extensions]);
  return <div ref={place} className="editor" />;
}

const none: Extension = [];

/** What draws nothing or turns the direction, beside what CodeMirror knows of. */
const moreDeceptive = /[\u180e\u200c\u202a-\u202c\u2060-\u2065\u2068\u206a-\u206f]/g;

/** A character by its code, as in names: of a dot in its place nobody would know what it is. */
function showCode(code: number, description: string | null): HTMLElement {
  const shown = document.createElement('span');
  shown.className = 'cm-specialChar';
  shown.textContent = `\\u{${code.toString(16)}}`;
  shown.title = description ?? '';
  return shown;
}

function pageNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}
