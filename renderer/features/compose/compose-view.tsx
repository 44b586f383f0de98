import { Boxes, FilePlus, FolderPlus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { addProject, readProjects, useCompose } from '../../state/compose-store.ts';
import { openDialog } from '../../state/dialogs.ts';
import { useEngine } from '../../state/engine-store.ts';
import { canBeAsked, isAsleep, isRunning, useStatus } from '../../state/status-store.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { NoMatch } from '../../ui/no-match.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { ViewHeader } from '../../ui/view-header.tsx';
import { projectColumns } from './project-columns.tsx';
import { isBusy } from './project-menu.ts';
import { filterProjects, type ProjectRow } from './project-rows.ts';
import { useProjectRows } from './use-project-rows.ts';
import '../containers/containers.css';
import './compose.css';

const begin = () => openDialog({ kind: 'compose-template' });

/** Every Compose project: those that are remembered, up or down, and those that only run. */
export function ComposeView() {
  const rows = useProjectRows();
  const isKnown = useCompose((store) => store.projects !== null || store.failure !== null);
  const failure = useCompose((store) => store.failure);
  const running = useStatus(isRunning);
  const isLoading = useEngine((store) => running && store.containers.kind === 'loading');
  const [filter, setFilter] = useState('');
  const shown = useMemo(() => filterProjects(rows, filter), [rows, filter]);
  const up = rows.filter((row) => row.running > 0).length;
  const hasSome = rows.length > 0;
  return (
    <div className="view">
      <ViewHeader
        title="Compose"
        note={
          hasSome ? (running ? `${up} up, ${rows.length} in all` : `${rows.length} remembered`) : undefined
        }
      >
        {hasSome && <SearchBox label="Filter projects" value={filter} onChange={setFilter} />}
        <Button icon={FolderPlus} onPress={begin}>
          From a template
        </Button>
        <Button kind={hasSome ? 'primary' : 'plain'} icon={FilePlus} onPress={() => void addProject()}>
          Add
        </Button>
      </ViewHeader>
      <EngineNote />
      {failure !== null && (
        <div className="compose-notes">
          <Problem failure={failure} isGrave />
          <Button onPress={() => void readProjects()}>Try again</Button>
        </div>
      )}
      {!isKnown || (isLoading && !hasSome) ? (
        <div className="loading" role="status">
          <Spinner size={16} />
          Reading the projects…
        </div>
      ) : (
        <Projects rows={rows} shown={shown} onClear={() => setFilter('')} />
      )}
    </div>
  );
}

/** Files can be looked at and edited without an engine; nothing can be brought up. */
function EngineNote() {
  const running = useStatus(isRunning);
  const asleep = useStatus(isAsleep);
  if (running) return null;
  return (
    <p className="view-strip" role="status">
      {asleep
        ? 'The engine sleeps: it wakes when a project is brought up. What runs shows once it is awake.'
        : 'The engine does not run: files can be edited, and nothing can be brought up.'}
    </p>
  );
}

interface ProjectsProps {
  readonly rows: readonly ProjectRow[];
  readonly shown: readonly ProjectRow[];
  readonly onClear: () => void;
}

function Projects({ rows, shown, onClear }: ProjectsProps) {
  const isReady = useStatus(canBeAsked);
  const columns = useMemo(() => projectColumns(isReady), [isReady]);
  if (rows.length === 0)
    return (
      <EmptyState
        icon={Boxes}
        title="No Compose projects"
        actions={
          <>
            <Button kind="primary" icon={FilePlus} onPress={() => void addProject()}>
              Add a Compose file
            </Button>
            <Button icon={FolderPlus} onPress={begin}>
              Begin from a template
            </Button>
          </>
        }
      >
        A project that is added stays here, also while it is down. What <code>slipway docker compose up</code>{' '}
        brings up shows by itself.
      </EmptyState>
    );
  if (shown.length === 0)
    return (
      <NoMatch title="No project matches" onClear={onClear}>
        None of the {rows.length} has all of these words in its name or the path of its files.
      </NoMatch>
    );
  return (
    <DataTable
      label="Compose projects"
      columns={columns}
      rows={shown}
      rowId={({ name }) => name}
      initialSort={{ column: 'name', descending: false }}
      isBusy={isBusy}
    />
  );
}
