import {
  ArrowDownToLine,
  Bookmark,
  BookmarkX,
  CloudDownload,
  Eye,
  FilePen,
  Hammer,
  Play,
  RotateCw,
  ScrollText,
  Trash2,
  Waypoints,
  X,
} from 'lucide-react';
import { adoptProject, beginTask, cancelJob, isUnderWay } from '../../state/compose-store.ts';
import { openDialog } from '../../state/dialogs.ts';
import { type ComposeTab, goTo } from '../../state/view-store.ts';
import type { MenuEntry } from '../../ui/more-menu.tsx';
import { StopIcon } from '../../ui/stop-icon.ts';
import type { ProjectRow } from './project-rows.ts';

/** What is done most. Without an engine (`isReady`) nothing can be; without its files not all. */
export function projectActions(row: ProjectRow, isReady: boolean): readonly MenuEntry[] {
  const { name, containers, running } = row;
  const isFree = isReady && !isBusy(row);
  const hasFiles = hasItsFiles(row);
  const stopped = containers.length - running;
  return [
    // What is not remembered is started by its name, and cannot be made anew.
    hasFiles
      ? {
          ...{ title: 'Up', icon: Play, isDisabled: !isFree },
          onAction: () => void beginTask(name, { verb: 'up' }),
        }
      : {
          ...{ title: 'Start', icon: Play, isDisabled: !isFree || stopped === 0 },
          onAction: () => void beginTask(name, { verb: 'start' }),
        },
    {
      ...{ title: 'Restart', icon: RotateCw, isDisabled: !isFree || running === 0 },
      onAction: () => void beginTask(name, { verb: 'restart' }),
    },
    {
      ...{ title: 'Stop', icon: StopIcon, isDisabled: !isFree || running === 0 },
      onAction: () => void beginTask(name, { verb: 'stop' }),
    },
    {
      // Networks may be left where no container is.
      ...{
        title: 'Down',
        icon: ArrowDownToLine,
        isDisabled: !isFree || (containers.length === 0 && !hasFiles),
      },
      onAction: () => void beginTask(name, { verb: 'down' }),
    },
  ];
}

/** What is done less often. */
export function projectMenu(row: ProjectRow, isReady: boolean): readonly (readonly MenuEntry[])[] {
  const { name, containers, remembered, watch } = row;
  const isFree = isReady && !isBusy(row);
  const hasFiles = hasItsFiles(row);
  const tab = (next: ComposeTab) => () =>
    goTo({ view: 'compose', page: { kind: 'compose', project: name, tab: next } });
  const isWatching = watch !== null && watch.state.kind === 'running';
  return [
    [
      { title: 'Logs', icon: ScrollText, isDisabled: containers.length === 0, onAction: tab('logs') },
      { title: 'Edit the file', icon: FilePen, isDisabled: !hasFiles, onAction: tab('file') },
      { title: 'Picture', icon: Waypoints, isDisabled: !hasFiles, onAction: tab('picture') },
    ],
    [
      {
        ...{ title: 'Pull images', icon: CloudDownload, isDisabled: !isFree || !hasFiles },
        onAction: () => void beginTask(name, { verb: 'pull' }),
      },
      {
        ...{ title: 'Build images', icon: Hammer, isDisabled: !isFree || !hasFiles },
        onAction: () => void beginTask(name, { verb: 'build' }),
      },
      {
        ...{ title: 'Build and up', icon: Hammer, isDisabled: !isFree || !hasFiles },
        onAction: () => void beginTask(name, { verb: 'up', build: true }),
      },
      isWatching
        ? { title: 'Stop watching', icon: X, onAction: () => void cancelJob(watch.id) }
        : {
            ...{ title: 'Watch for changes', icon: Eye, isDisabled: !isReady || !hasFiles },
            onAction: () => void beginTask(name, { verb: 'watch' }),
          },
    ],
    [
      {
        ...{ title: 'Down with volumes…', icon: Trash2, isDisabled: !isFree || !hasFiles },
        onAction: () => openDialog({ kind: 'compose-down', project: name }),
      },
      remembered === null
        ? {
            ...{ title: 'Remember', icon: Bookmark, isDisabled: !isReady },
            onAction: () => void adoptProject(name),
          }
        : {
            // Without its page a watch could not be ended any more.
            ...{ title: 'Forget…', icon: BookmarkX, isDisabled: isBusy(row) || isWatching },
            onAction: () => openDialog({ kind: 'compose-forget', project: name }),
          },
    ],
  ];
}

/** Whether its files are known and there. */
export function hasItsFiles({ remembered }: ProjectRow): boolean {
  return remembered !== null && remembered.missing.length === 0;
}

/** Something is done to it that comes to an end by itself. */
export function isBusy({ job }: ProjectRow): boolean {
  return job !== null && isUnderWay(job);
}
