import { useState } from 'react';
import type { ComposeText } from '../../../main/contract/compose.ts';
import { call } from '../../bridge.ts';
import { noteWritten } from '../../state/compose-store.ts';
import { dropDraft, keepDraft, useDrafts } from '../../state/drafts-store.ts';
import { notify, notifyFailure } from '../../state/notices.ts';
import { type LineEnd, lineEndOf, lineEndOfDraft } from '../../text/line-ends.ts';
import { visibleName } from '../../text/visible-text.ts';

/** A file of a project while it is edited. */
export interface ComposeFile {
  /** What the editor begins with; with another `generation` it begins anew. */
  readonly begun: string;
  readonly generation: number;
  readonly lineEnd: LineEnd;
  /** Its lines end in different ways, which would be lost. */
  readonly isReadOnly: boolean;
  /** There is something to be saved. */
  readonly isChanged: boolean;
  readonly isSaving: boolean;
  /** Another program has written it meanwhile: which of the two is to stay is asked. */
  readonly isOther: boolean;
  readonly onChange: (text: string) => void;
  readonly save: () => Promise<void>;
  readonly saveOver: () => Promise<void>;
  readonly discard: () => void;
  /** Goes on with another text, such as an earlier one, which is then to be saved. */
  readonly take: (text: string) => void;
  readonly closeQuestion: () => void;
}

/** Edits a file: what is written stays a draft until it is saved, wherever one goes meanwhile. */
export function useComposeFile(
  project: string,
  file: number,
  content: ComposeText,
  onRead: () => void,
): ComposeFile {
  const key = `compose ${content.path}`;
  const draft = useDrafts((store) => store[key]);
  const [begun, setBegun] = useState(() => useDrafts.getState()[key]?.text ?? content.text);
  const [isBegunByDraft, setBegunByDraft] = useState(() => useDrafts.getState()[key] !== undefined);
  const [saved, setSaved] = useState(() => ({
    text: content.text,
    version: useDrafts.getState()[key]?.version ?? content.version,
  }));
  const [generation, setGeneration] = useState(0);
  const [isSaving, setSaving] = useState(false);
  const [isOther, setOther] = useState(false);
  const isReadOnly = !isBegunByDraft && lineEndOf(content.text) === null;

  const beginWith = (text: string, isDraft: boolean) => {
    setBegun(text);
    setBegunByDraft(isDraft);
    setGeneration((now) => now + 1);
  };
  const write = async (over: string) => {
    const text = useDrafts.getState()[key]?.text;
    if (text === undefined || isSaving) return;
    setSaving(true);
    try {
      const written = await call('compose.write', { project, file, text, version: over });
      if (written.kind === 'changed') {
        setOther(true);
        return;
      }
      setSaved({ text, version: written.version });
      // What was written while it was being saved is still to be saved.
      const now = useDrafts.getState()[key]?.text;
      if (now === undefined || now === text) dropDraft(key);
      else keepDraft(key, { text: now, version: written.version });
      notify({ kind: 'done', text: `Saved ${visibleName(content.path)}.` });
      noteWritten(project);
    } catch (error) {
      notifyFailure(error);
    } finally {
      setSaving(false);
    }
  };
  return {
    ...{ begun, generation, isReadOnly, isSaving, isOther },
    lineEnd: (isBegunByDraft ? lineEndOfDraft(begun, content.text) : lineEndOf(content.text)) ?? '\n',
    isChanged: draft !== undefined,
    onChange(text) {
      if (text === saved.text) dropDraft(key);
      else keepDraft(key, { text, version: saved.version });
    },
    save: () => write(saved.version),
    async saveOver() {
      try {
        await write((await call('compose.read', { project, file })).version);
      } catch (error) {
        notifyFailure(error);
      }
    },
    discard() {
      dropDraft(key);
      beginWith(saved.text, false);
      onRead();
    },
    take(text) {
      if (text === saved.text) dropDraft(key);
      else keepDraft(key, { text, version: saved.version });
      beginWith(text, text !== saved.text);
    },
    closeQuestion: () => setOther(false),
  };
}
