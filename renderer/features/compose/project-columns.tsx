import type { ComposeProject } from '../../../main/contract/compose.ts';
import { openProject } from '../../state/compose-store.ts';
import { jobNote, jobTitle } from '../../text/compose-text.ts';
import { visibleText } from '../../text/visible-text.ts';
import { actionsColumn } from '../../ui/actions-column.ts';
import { IconButton } from '../../ui/button.tsx';
import type { Column } from '../../ui/column.ts';
import { MoreMenu } from '../../ui/more-menu.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { isBusy, projectActions, projectMenu } from './project-menu.ts';
import { type ProjectRow, projectState, shortPath } from './project-rows.ts';

/** The columns of the projects' table; `isReady`: the engine can be asked. */
export function projectColumns(isReady: boolean): readonly Column<ProjectRow>[] {
  return [
    {
      id: 'name',
      title: 'Name',
      width: 'minmax(140px, 2fr)',
      stays: 'start',
      sortBy: ({ name }) => name,
      cell: (row) => (
        <span className="container-name">
          <span className={`dot dot-${projectState(row).tone}`} aria-hidden />
          <button type="button" className="row-link" onClick={() => openProject(row.name)}>
            <Untrusted text={row.name} />
          </button>
        </span>
      ),
    },
    {
      id: 'state',
      title: 'State',
      width: 'minmax(150px, 2fr)',
      sortBy: ({ running, containers }) => running * 1_000 + containers.length,
      cell: (row) => <State row={row} />,
    },
    {
      id: 'files',
      title: 'Files',
      width: 'minmax(160px, 4fr)',
      leaves: 1,
      sortBy: ({ remembered }) => remembered?.files[0] ?? '',
      cell: ({ remembered }) =>
        remembered === null ? (
          <span className="faint">Not remembered: gone from here once it is down</span>
        ) : (
          <Untrusted
            className={remembered.missing.length > 0 ? 'state-failed' : 'quiet'}
            text={filesText(remembered)}
          />
        ),
    },
    actionsColumn('170px', (row) => (
      <span className="row-actions">
        {projectActions(row, isReady).map(({ title, icon, isDisabled = false, onAction }) => (
          <IconButton
            key={title}
            icon={icon}
            label={`${title}: ${visibleText(row.name)}`}
            isDisabled={isDisabled}
            onPress={onAction}
          />
        ))}
        <MoreMenu label={`More for ${visibleText(row.name)}`} groups={() => projectMenu(row, isReady)} />
      </span>
    )),
  ];
}

/** The first file by its whole path, and the others by theirs within the folder. */
function filesText({ files: [first = '', ...others], folder }: ComposeProject): string {
  return [first, ...others.map((file) => shortPath(file, folder))].join(', ');
}

/** What is done to it comes first: then how it is. */
function State({ row }: { readonly row: ProjectRow }) {
  const { job, watch } = row;
  if (job !== null && isBusy(row))
    return (
      <span className="pending">
        <Spinner size={13} />
        <Untrusted text={`${jobTitle(job)} ${jobNote(job)}`} />
      </span>
    );
  if (job?.state.kind === 'failed') return <Untrusted className="state-failed" text={jobTitle(job)} />;
  const { text, tone } = projectState(row);
  const isWatching = watch?.state.kind === 'running';
  return (
    <span className={tone === 'bad' ? 'state-failed' : tone === 'good' ? '' : 'quiet'}>
      {isWatching ? `${text}, watched` : text}
    </span>
  );
}
