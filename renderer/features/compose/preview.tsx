import { useCallback } from 'react';
import { call } from '../../bridge.ts';
import { useRequest } from '../../state/use-request.ts';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { RequestState } from '../../ui/request-state.tsx';

const Editor = lazyPart(() => import('../files/editor.tsx').then((module) => module.Editor));

const nothing = () => undefined;

interface PreviewProps {
  readonly project: string;
  readonly file: number;
  /** What is written in the place of the file. */
  readonly text: string;
}

/** What Compose makes of a project: its files as one, with every variable filled in. */
export function Preview({ project, file, text }: PreviewProps) {
  const ask = useCallback(
    () => call('compose.preview', { project, draft: { file, text } }),
    [project, file, text],
  );
  const { state, again } = useRequest(ask);
  return (
    <section className="compose-preview" aria-label="Preview">
      <RequestState state={state} what="the preview" onRetry={again}>
        {(value) => (
          <Editor
            text={value}
            lineEnd={'\n'}
            language="yaml"
            isReadOnly
            label="The project with every variable filled in"
            onChange={nothing}
            onSave={nothing}
          />
        )}
      </RequestState>
    </section>
  );
}
