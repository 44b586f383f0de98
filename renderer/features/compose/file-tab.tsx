import { useCallback, useState } from 'react';
import type { ComposeProject } from '../../../main/contract/compose.ts';
import { call } from '../../bridge.ts';
import { useRequest } from '../../state/use-request.ts';
import { visibleName } from '../../text/visible-text.ts';
import { RequestState } from '../../ui/request-state.tsx';
import { Select } from '../../ui/select.tsx';
import { FileEditor } from './file-editor.tsx';
import { shortPath } from './project-rows.ts';

/** The files of a project, one at a time, to be edited. */
export function FileTab({ project }: { readonly project: ComposeProject }) {
  const { name, files, folder } = project;
  const [chosen, setChosen] = useState(0);
  const index = Math.min(chosen, files.length - 1);
  const ask = useCallback(() => call('compose.read', { project: name, file: index }), [name, index]);
  const { state, again } = useRequest(ask);
  const choice =
    files.length > 1 ? (
      <Select
        label="Which file"
        value={String(index)}
        onChange={(next) => setChosen(Number(next))}
        titles={Object.fromEntries(
          files.map((file, at) => [String(at), visibleName(shortPath(file, folder))]),
        )}
      />
    ) : null;
  return (
    <RequestState state={state} what="the file" onRetry={again}>
      {(content) =>
        // Until the chosen one has come the other is still known.
        content.path === files[index] && (
          <FileEditor
            // Read again it begins anew.
            key={`${index} ${content.version}`}
            project={name}
            file={index}
            content={content}
            choice={choice}
            onRead={again}
          />
        )
      }
    </RequestState>
  );
}
