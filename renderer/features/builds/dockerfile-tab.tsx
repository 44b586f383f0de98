import { Hammer, Save, Undo2 } from 'lucide-react';
import { Suspense, useCallback, useMemo, useRef, useState } from 'react';
import type { Build, BuildTemplate, DockerfileCheck, DockerfileText } from '../../../main/contract/builds.ts';
import { type Failure, SlipwayError, toFailure } from '../../../main/contract/errors.ts';
import { call } from '../../bridge.ts';
import { buildAgain } from '../../state/builds-store.ts';
import { dropDraft, keepDraft, useDrafts } from '../../state/drafts-store.ts';
import { notify, notifyFailure } from '../../state/notices.ts';
import { canBeAsked, useStatus } from '../../state/status-store.ts';
import { useRequest } from '../../state/use-request.ts';
import { lineEndOf, lineEndOfDraft } from '../../text/line-ends.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { RequestState } from '../../ui/request-state.tsx';
import { CheckResult } from './check-result.tsx';
import { dockerfileExtensions } from './dockerfile-extensions.ts';

/** Fetched when a Dockerfile is first shown: an editor is a good part of the window's code. */
const Editor = lazyPart(() => import('../files/editor.tsx').then((module) => module.Editor));

interface Opened {
  readonly template: BuildTemplate;
  readonly dockerfile: DockerfileText;
  /** Its id as a chosen file: another one each time that it is read. */
  readonly file: string;
  readonly path: string;
}

/** The Dockerfile of a build as it is now: to be changed, checked by BuildKit, and built. */
export function DockerfileTab({ build }: { readonly build: Build }) {
  const { id } = build;
  const ask = useCallback(async (): Promise<Opened> => {
    const template = await call('builds.template', { id });
    const chosen = template.source.dockerfile;
    if (chosen === null)
      throw new SlipwayError({
        code: 'not-found',
        message: `${template.description.dockerfile} is not there any more.`,
        hint: 'Put it back, or build its folder with another one.',
      });
    const dockerfile = await call('builds.readDockerfile', { file: chosen.id });
    return { template, dockerfile, file: chosen.id, path: chosen.path };
  }, [id]);
  const { state, again } = useRequest(ask);
  return (
    <RequestState state={state} what="the Dockerfile" onRetry={again}>
      {/* Read again it begins anew, also where the file is what it was. */}
      {(opened) => <Content key={opened.file} build={build} opened={opened} onRead={again} />}
    </RequestState>
  );
}

interface ContentProps {
  readonly build: Build;
  readonly opened: Opened;
  readonly onRead: () => void;
}

function Content({ build, opened, onRead }: ContentProps) {
  const { template, dockerfile, file, path } = opened;
  const key = `dockerfile ${path}`;
  const draft = useDrafts((store) => store[key]);
  // What the editor begins with: it is not begun anew by what is written in it.
  const [begun] = useState(() => useDrafts.getState()[key]?.text ?? dockerfile.text);
  const [version, setVersion] = useState(() => useDrafts.getState()[key]?.version ?? dockerfile.version);
  const [saved, setSaved] = useState(dockerfile.text);
  const [isSaving, setSaving] = useState(false);
  const isReady = useStatus(canBeAsked);
  const [checked, setChecked] = useState<DockerfileCheck | Failure | null>(null);
  const lineEnd = begun === dockerfile.text ? lineEndOf(begun) : lineEndOfDraft(begun, dockerfile.text);
  const isReadOnly = lineEnd === null;

  const folder = template.source.folder.id;
  const { target } = template.description;
  const lastCheck = useRef(0);
  const extensions = useMemo(
    () =>
      dockerfileExtensions(async (text) => {
        lastCheck.current += 1;
        const own = lastCheck.current;
        // A registry may be slow to answer for a text that is another one by then.
        const tell = (next: DockerfileCheck | Failure) => own === lastCheck.current && setChecked(next);
        try {
          const check = await call('builds.check', { folder, text, target });
          tell(check);
          return check;
        } catch (error) {
          tell(toFailure(error));
          return null;
        }
      }),
    [folder, target],
  );

  /** Answers whether what is on the disk is now what is in the editor. */
  const save = async (): Promise<boolean> => {
    const text = useDrafts.getState()[key]?.text;
    if (text === undefined) return true;
    if (isSaving) return false;
    setSaving(true);
    try {
      const written = await call('builds.writeDockerfile', { file, text, version });
      if (written === null) {
        notify({ kind: 'failure', failure: changedMeanwhile(path) });
        return false;
      }
      setVersion(written);
      setSaved(text);
      // What was written while it was being saved is still to be saved.
      const now = useDrafts.getState()[key]?.text;
      if (now === undefined || now === text) dropDraft(key);
      else keepDraft(key, { text: now, version: written });
      return true;
    } catch (error) {
      notifyFailure(error);
      return false;
    } finally {
      setSaving(false);
    }
  };
  const discard = () => {
    dropDraft(key);
    onRead();
  };

  return (
    <>
      <div className="page-bar dockerfile-bar">
        <code className="dockerfile-path">{visibleText(path)}</code>
        {draft !== undefined && (
          <Button icon={Undo2} isDisabled={isSaving} onPress={discard}>
            Discard
          </Button>
        )}
        <Button icon={Save} isDisabled={draft === undefined} isBusy={isSaving} onPress={() => void save()}>
          Save
        </Button>
        <Button
          icon={Hammer}
          isDisabled={isSaving || !isReady || build.state.kind === 'running'}
          onPress={async () => {
            if (await save()) await buildAgain(build);
          }}
        >
          {draft === undefined ? 'Build' : 'Save and build'}
        </Button>
      </div>
      {isReadOnly && (
        <p className="file-strip quiet">
          Its lines end in different ways, which would be lost: it cannot be edited here.
        </p>
      )}
      <Suspense fallback={<div className="loading">Opening the editor…</div>}>
        <Editor
          text={begun}
          lineEnd={lineEnd ?? '\n'}
          language="dockerfile"
          isReadOnly={isReadOnly}
          label="Text of the Dockerfile"
          extensions={extensions}
          onChange={(text) => {
            if (text === saved) dropDraft(key);
            else keepDraft(key, { text, version });
          }}
          onSave={() => void save()}
        />
      </Suspense>
      <CheckResult checked={checked} />
    </>
  );
}

function changedMeanwhile(path: string): Failure {
  return {
    code: 'file-unusable',
    message: `Could not save ${path}: another program has written to it since it was opened here.`,
    hint: 'Discard reads it again; what you have written stays until then.',
  };
}
