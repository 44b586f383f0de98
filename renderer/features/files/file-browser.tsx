import { CircleX } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { lastName, parentOf } from '../../../main/contract/engine/file-paths.ts';
import type { TreeSource } from '../../../main/contract/engine/file-trees.ts';
import { visibleName } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { Problem } from '../../ui/problem.tsx';
import { FilePage } from './file-page.tsx';
import { focusFile, pressFileKey } from './file-table-keys.ts';
import { FolderView } from './folder-view.tsx';
import { PathBar } from './path-bar.tsx';
import { useChanges } from './use-changes.ts';
import { useTree } from './use-tree.ts';
import './files.css';

interface FileBrowserProps {
  readonly source: TreeSource;
  /** The container's or the volume's name; untrusted. */
  readonly name: string;
  /** Another one when the files may be others, as after a start. */
  readonly version: string;
}

/** The files of a container or a volume: lists, shows and changes them. */
export function FileBrowser({ source: given, name, version }: FileBrowserProps) {
  // The same as long as it says the same.
  const key = JSON.stringify(given);
  const source = useMemo(() => JSON.parse(key) as TreeSource, [key]);
  const { path, found, failure, before, isBusy, go, again } = useTree(source, version);
  const {
    changes,
    failure: unmarked,
    again: compareAgain,
  } = useChanges(source.kind === 'container' ? source.id : null, version);
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  /** The file that gets the focus once the next folder is there; undefined for none, null for the first. */
  const wanted = useRef<string | null | undefined>(undefined);
  const [asked, setAsked] = useState<Asked>(null);
  /** Where what is shown puts its buttons: beside the path, which is not made anew with it. */
  const [bar, setBar] = useState<HTMLElement | null>(null);
  const owner = `the ${source.kind} ${name}`;

  const goFocused = useCallback(
    (to: string, focus: string | null) => {
      wanted.current = focus;
      go(to);
    },
    [go],
  );
  const up = useCallback(() => {
    if (path !== '/') goFocused(parentOf(path), lastName(path));
  }, [path, goFocused]);
  const changed = useCallback(() => {
    again();
    compareAgain();
  }, [again, compareAgain]);
  useEffect(() => {
    if (found === null || wanted.current === undefined || list.current === null) return;
    focusFile(list.current, wanted.current);
    wanted.current = undefined;
  }, [found]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what the keys do, buttons do too
    <div
      ref={list}
      className="file-browser"
      onKeyDown={(event) =>
        pressFileKey(event, {
          up,
          rename: (file) => setAsked({ kind: 'rename', name: file }),
          remove: (file) => setAsked({ kind: 'remove', name: file }),
          path: () => field.current?.select(),
        })
      }
    >
      <div className="path-row">
        <PathBar path={path} isBusy={isBusy} field={field} onGo={go} onUp={up} onAgain={changed} />
        <div ref={setBar} className="path-actions" />
      </div>
      {failure !== null && found === null && (
        <EmptyState
          icon={CircleX}
          tone="bad"
          title={path === '/' ? 'The files could not be read' : 'This path could not be opened'}
          actions={
            <>
              {before !== null && (
                <Button onPress={() => goFocused(before, null)}>Back to {visibleName(before)}</Button>
              )}
              <Button onPress={again}>Try again</Button>
            </>
          }
        >
          <FailureText failure={failure} />
        </EmptyState>
      )}
      {failure !== null && found !== null && (
        <div className="file-strip">
          <Problem failure={failure} isGrave />
        </div>
      )}
      {failure === null && unmarked !== null && (
        <div className="file-strip">
          <Problem failure={unmarked} isGrave={false} />
        </div>
      )}
      {found?.kind === 'folder' && (
        <FolderView
          key={found.path}
          source={source}
          bar={bar}
          owner={owner}
          folder={found}
          changes={changes}
          asked={asked}
          onAsked={setAsked}
          onOpen={(to) => goFocused(to, null)}
          onChanged={changed}
        />
      )}
      {found?.kind === 'entry' && (
        <FilePage
          key={found.path}
          source={source}
          bar={bar}
          found={found}
          onChanged={compareAgain}
          onLeave={up}
        />
      )}
    </div>
  );
}

/** What a key has asked for. */
export type Asked = { readonly kind: 'rename' | 'remove'; readonly name: string } | null;
