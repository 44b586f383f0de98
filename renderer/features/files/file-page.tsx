import { Download, FileQuestionMark, FileX, Save, Undo2 } from 'lucide-react';
import { Suspense, useCallback, useState } from 'react';
import type { FileContent, FileEntry, Found, TreeSource } from '../../../main/contract/engine/file-trees.ts';
import { formatSize, formatTime } from '../../../main/contract/format.ts';
import { call } from '../../bridge.ts';
import { draftKey, dropDraft, keepDraft, useDrafts } from '../../state/drafts-store.ts';
import { downloadFile } from '../../state/file-actions.ts';
import { notify, notifyFailure } from '../../state/notices.ts';
import { useRequest } from '../../state/use-request.ts';
import { bytesOf, kindTitles, modeText, ownerText } from '../../text/file-text.ts';
import { lineEndOf, lineEndOfDraft } from '../../text/line-ends.ts';
import { visibleName } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { RequestState } from '../../ui/request-state.tsx';
import { Beside } from './beside.tsx';
import { ChangedDialog } from './changed-dialog.tsx';
import { languageOf } from './languages.ts';

/** Fetched when a file is first shown: an editor is a good part of the window's code. */
const Editor = lazyPart(() => import('./editor.tsx').then((module) => module.Editor));

interface FilePageProps {
  readonly source: TreeSource;
  readonly bar: HTMLElement | null;
  readonly found: Extract<Found, { readonly kind: 'entry' }>;
  /** It was written. */
  readonly onChanged: () => void;
  readonly onLeave: () => void;
}

/** One file: what it holds, to be read and changed where it is text. */
export function FilePage({ source, bar, found, onChanged, onLeave }: FilePageProps) {
  const { path, entry } = found;
  const ask = useCallback(() => call('tree.read', { source, path }), [source, path]);
  if (entry.kind !== 'file') {
    return (
      <EmptyState
        icon={FileQuestionMark}
        title={`${kindTitles[entry.kind]} cannot be shown`}
        actions={<Button onPress={onLeave}>Back to the folder</Button>}
      >
        Only plain files hold something that can be read once and for all.
      </EmptyState>
    );
  }
  return <PlainFile source={source} bar={bar} path={path} entry={entry} ask={ask} onChanged={onChanged} />;
}

interface PlainFileProps {
  readonly source: TreeSource;
  readonly bar: HTMLElement | null;
  readonly path: string;
  readonly entry: FileEntry;
  readonly ask: () => Promise<FileContent>;
  readonly onChanged: () => void;
}

function PlainFile({ source, bar, path, entry, ask, onChanged }: PlainFileProps) {
  const { state, again } = useRequest(ask);
  return (
    <RequestState state={state} what="the file" onRetry={again}>
      {(content) => (
        <Content
          // Read again it begins anew.
          key={content.version}
          source={source}
          bar={bar}
          path={path}
          entry={entry}
          content={content}
          onRead={again}
          onChanged={onChanged}
        />
      )}
    </RequestState>
  );
}

interface ContentProps extends Omit<PlainFileProps, 'ask'> {
  readonly content: FileContent;
  readonly onRead: () => void;
}

function Content({ source, bar, path, entry, content, onRead, onChanged }: ContentProps) {
  const key = draftKey(source, path);
  const draft = useDrafts((store) => store[key]);
  // What the editor begins with: a draft of before, or the file. It is not begun anew by what is written in it.
  const [begun, setBegun] = useState(() => useDrafts.getState()[key]?.text ?? content.text);
  /** What was written before stays to be saved, whatever became of the file meanwhile. */
  const [isBegunByDraft, setBegunByDraft] = useState(() => useDrafts.getState()[key] !== undefined);
  const [version, setVersion] = useState(() => useDrafts.getState()[key]?.version ?? content.version);
  /** Counted up to begin the editor anew. */
  const [generation, setGeneration] = useState(0);
  const [isSaving, setSaving] = useState(false);
  const [isOther, setOther] = useState(false);
  const lineEnd = isBegunByDraft ? lineEndOfDraft(begun, content.text) : lineEndOf(content.text);
  const isReadOnly = !isBegunByDraft && (content.isCut || lineEnd === null);
  const isChanged = draft !== undefined;

  const save = async (over: string) => {
    const text = useDrafts.getState()[key]?.text;
    if (text === undefined || isSaving) return;
    setSaving(true);
    try {
      const written = await call('tree.write', { source, path, text, version: over });
      if (written.kind === 'changed') {
        setOther(true);
        return;
      }
      setVersion(written.version);
      // What was written while it was being saved is still to be saved.
      const now = useDrafts.getState()[key]?.text;
      if (now === undefined || now === text) dropDraft(key);
      else keepDraft(key, { text: now, version: written.version });
      notify({ kind: 'done', text: `Saved ${visibleName(entry.name)}.` });
      onChanged();
    } catch (error) {
      notifyFailure(error);
    } finally {
      setSaving(false);
    }
  };
  const saveOver = async () => {
    try {
      const present = await call('tree.read', { source, path });
      await save(present.version);
    } catch (error) {
      notifyFailure(error);
    }
  };
  const discard = () => {
    dropDraft(key);
    setBegun(content.text);
    setBegunByDraft(false);
    setVersion(content.version);
    setGeneration((now) => now + 1);
    onRead();
  };

  return (
    <>
      <Beside bar={bar}>
        {isChanged && (
          <Button icon={Undo2} isDisabled={isSaving} onPress={discard}>
            Discard
          </Button>
        )}
        <Button icon={Download} onPress={() => void downloadFile(source, path, entry.name, 'file')}>
          Save as…
        </Button>
        {content.kind === 'text' && !isReadOnly && (
          <Button
            kind="primary"
            icon={Save}
            isDisabled={!isChanged}
            isBusy={isSaving}
            onPress={() => void save(version)}
          >
            Save
          </Button>
        )}
      </Beside>
      <p className="file-strip quiet file-note">
        {`${formatSize(content.size)}, ${ownerText(entry)}, ${modeText(entry)}, changed ${formatTime(entry.modifiedAt)}`}
        {isReadOnly &&
          content.isCut &&
          content.kind === 'text' &&
          `. Too large to be edited here: its first ${formatSize(bytesOf(content.text))}`}
        {isReadOnly &&
          !content.isCut &&
          '. Its lines end in different ways, which would be lost: it cannot be edited here'}
      </p>
      {content.kind === 'binary' ? (
        <EmptyState icon={FileX} title="This file is not text">
          It is binary, or written in another encoding than UTF-8. Save it to look at it with another program.
        </EmptyState>
      ) : (
        <Suspense fallback={<div className="loading">Opening the editor…</div>}>
          <Editor
            key={generation}
            text={begun}
            lineEnd={lineEnd ?? '\n'}
            language={languageOf(path, content.text)}
            isReadOnly={isReadOnly}
            label={`Text of ${visibleName(entry.name)}`}
            onChange={(text) => {
              if (text === content.text && version === content.version) dropDraft(key);
              else keepDraft(key, { text, version });
            }}
            onSave={() => {
              if (!isReadOnly) void save(version);
            }}
          />
        </Suspense>
      )}
      {isOther && (
        <ChangedDialog onClose={() => setOther(false)} onTake={discard} onSaveOver={() => void saveOver()} />
      )}
    </>
  );
}
