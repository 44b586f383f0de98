import type { EditorView } from '@codemirror/view';
import { Clock, PanelRight, Save, Undo2 } from 'lucide-react';
import { type ReactNode, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import type { ComposeText } from '../../../main/contract/compose.ts';
import { formatSize, formatTime } from '../../../main/contract/format.ts';
import { call } from '../../bridge.ts';
import { useCompose } from '../../state/compose-store.ts';
import { notifyFailure } from '../../state/notices.ts';
import { useRequest } from '../../state/use-request.ts';
import { visibleName, visibleOutput } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { IconToggle } from '../../ui/toggle-button.tsx';
import { ChangedDialog } from '../files/changed-dialog.tsx';
import { composeSupport } from './editor/compose-support.ts';
import type { Finding } from './editor/locate.ts';
import { Preview } from './preview.tsx';
import { useComposeFile } from './use-compose-file.ts';

/** Fetched when a file is first shown: an editor is a good part of the window's code. */
const Editor = lazyPart(() => import('../files/editor.tsx').then((module) => module.Editor));

const loadSchema = async () => (await import('./schema/compose-spec.json')).default;

interface FileEditorProps {
  readonly project: string;
  /** Its place among the project's files. */
  readonly file: number;
  readonly content: ComposeText;
  /** Where one chooses another file. */
  readonly choice: ReactNode;
  readonly onRead: () => void;
}

type Placed = Finding & { readonly line: number };

/** A Compose file to be edited: with what is wrong with it at its line, and what Compose makes of it beside. */
export function FileEditor({ project, file, content, choice, onRead }: FileEditorProps) {
  const edited = useComposeFile(project, file, content, onRead);
  const [findings, setFindings] = useState<readonly Placed[]>([]);
  const [hasPreview, setPreview] = useState(false);
  /** What Compose was asked about last: the preview is of that. */
  const [asked, setAsked] = useState(edited.begun);
  const view = useRef<EditorView>(null);
  const extensions = useMemo(
    () =>
      composeSupport({
        loadSchema,
        check: (text) => {
          setAsked(text);
          return call('compose.check', { project, draft: { file, text } });
        },
        onFindings: setFindings,
        onView: (next) => {
          view.current = next;
        },
      }),
    [project, file],
  );
  const goTo = ({ from }: Finding) => {
    view.current?.dispatch({ selection: { anchor: from }, scrollIntoView: true });
    view.current?.focus();
  };
  const name = visibleName(content.path);
  return (
    <>
      <div className="compose-file-bar">
        {choice ?? <span className="quiet compose-path">{name}</span>}
        <span className="view-actions">
          <IconToggle
            icon={PanelRight}
            label="Preview with every variable filled in"
            isOn={hasPreview}
            onChange={setPreview}
          />
          <History project={project} file={file} onTake={edited.take} />
          {edited.isChanged && (
            <Button icon={Undo2} isDisabled={edited.isSaving} onPress={edited.discard}>
              Discard
            </Button>
          )}
          <Button
            kind="primary"
            icon={Save}
            isDisabled={!edited.isChanged || edited.isReadOnly}
            isBusy={edited.isSaving}
            onPress={() => void edited.save()}
          >
            Save
          </Button>
        </span>
      </div>
      {edited.isReadOnly && (
        <p className="view-strip">
          Its lines end in different ways, which would be lost: it cannot be edited here.
        </p>
      )}
      <div className="compose-editor">
        <Suspense fallback={<div className="loading">Opening the editor…</div>}>
          <Editor
            key={edited.generation}
            text={edited.begun}
            lineEnd={edited.lineEnd}
            language="yaml"
            isReadOnly={edited.isReadOnly}
            label={`Text of ${name}`}
            onChange={edited.onChange}
            onSave={() => {
              if (!edited.isReadOnly) void edited.save();
            }}
            extensions={extensions}
          />
          {hasPreview && <Preview project={project} file={file} text={asked} />}
        </Suspense>
      </div>
      <Findings findings={findings} onGo={goTo} />
      {edited.isOther && (
        <ChangedDialog
          onClose={edited.closeQuestion}
          onTake={edited.discard}
          onSaveOver={() => void edited.saveOver()}
        />
      )}
    </>
  );
}

interface FindingsProps {
  readonly findings: readonly Placed[];
  readonly onGo: (finding: Finding) => void;
}

/** What is wrong with the text, each leading to its place. */
function Findings({ findings, onGo }: FindingsProps) {
  if (findings.length === 0) return null;
  return (
    <ul className="compose-findings" aria-label="What is wrong with it">
      {findings.map((finding) => (
        <li key={`${finding.from} ${finding.message}`} data-severity={finding.severity}>
          <button type="button" onClick={() => onGo(finding)}>
            <span className="compose-line">Line {finding.line}</span>
            <span>{visibleOutput(finding.message)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

interface HistoryProps {
  readonly project: string;
  readonly file: number;
  readonly onTake: (text: string) => void;
}

/** Earlier contents, to go back to. */
function History({ project, file, onTake }: HistoryProps) {
  const written = useCompose((store) => store.written[project] ?? 0);
  const ask = useCallback(() => call('compose.history', { project, file }), [project, file]);
  const { state } = useRequest(ask, String(written));
  const versions = state.kind === 'loaded' ? state.value : [];
  const take = async (version: string) => {
    try {
      onTake(await call('compose.readVersion', { project, file, version }));
    } catch (error) {
      notifyFailure(error);
    }
  };
  return (
    <MenuButton
      title="History"
      icon={Clock}
      isDisabled={versions.length === 0}
      entries={versions.map(({ id, at, bytes }, index) => ({
        title: `${index === 0 ? 'Before the last save' : `Before ${formatTime(at)}`}, ${formatSize(bytes)}`,
        icon: Clock,
        onAction: () => void take(id),
      }))}
    />
  );
}
