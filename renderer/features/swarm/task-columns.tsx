import { useEngine } from '../../state/engine-store.ts';
import { goTo } from '../../state/view-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import { ageColumn } from '../../ui/age-column.tsx';
import type { Column } from '../../ui/column.ts';
import { Untrusted } from '../../ui/untrusted.tsx';
import type { TaskRow } from './swarm-rows.ts';
import { ToneDot } from './tone-dot.tsx';

/** The columns of the tasks' table; `now` is for their ages, in milliseconds since 1970. */
export function taskColumns(now: number): readonly Column<TaskRow>[] {
  return [
    {
      id: 'name',
      title: 'Task',
      width: 'minmax(120px, 2fr)',
      stays: 'start',
      // Of one place the current one first, then the newest.
      sortBy: ({ name, isCurrent, createdAt }) =>
        `${isCurrent ? 0 : 1} ${name.toLowerCase()} ${1e15 - createdAt}`,
      cell: (row) => <TaskName row={row} />,
    },
    {
      id: 'state',
      title: 'State',
      width: 'minmax(150px, 3fr)',
      sortBy: ({ state }) => state,
      cell: (row) => (
        <span className="swarm-state">
          <span className={row.isCurrent ? 'one-line' : 'one-line quiet'}>{stateText(row)}</span>
          {row.error !== '' && (
            <Untrusted className={row.isCurrent ? 'swarm-bad' : 'quiet'} text={row.error} />
          )}
        </span>
      ),
    },
    {
      id: 'node',
      title: 'Node',
      width: 'minmax(80px, 1.2fr)',
      sortBy: ({ nodeName }) => nodeName.toLowerCase() || '\uffff',
      cell: ({ node, nodeName }) =>
        nodeName === '' ? (
          <span className="faint">{node === '' ? 'Not placed yet' : 'Gone'}</span>
        ) : (
          <button
            type="button"
            className="row-link quiet"
            onClick={() => goTo({ view: 'swarm', page: { kind: 'node', id: node } })}
          >
            <Untrusted text={nodeName} />
          </button>
        ),
    },
    {
      id: 'image',
      title: 'Image',
      width: 'minmax(80px, 1.4fr)',
      leaves: 2,
      sortBy: ({ image }) => image.toLowerCase(),
      cell: ({ image }) => <Untrusted className="quiet" text={image} />,
    },
    { ...ageColumn<TaskRow>('since', 'Since', ({ since }) => since, now), leaves: 1 },
  ];
}

/** Leads to its container, where that is one of this engine. */
function TaskName({ row: { name, container, tone, isCurrent } }: { readonly row: TaskRow }) {
  const isHere = useEngine(
    ({ containers }) =>
      containers.kind === 'loaded' && container !== '' && containers.items.some(({ id }) => id === container),
  );
  return (
    <span className="swarm-name">
      <ToneDot tone={isCurrent || tone === 'bad' ? tone : 'idle'} />
      {isHere ? (
        <button
          type="button"
          className="row-link"
          onClick={() =>
            goTo({ view: 'containers', page: { kind: 'container', id: container, tab: 'overview' } })
          }
        >
          <Untrusted text={name} />
        </button>
      ) : (
        <Untrusted className={isCurrent ? '' : 'quiet'} text={name} />
      )}
    </span>
  );
}

const states: Readonly<Record<string, string>> = {
  new: 'New',
  pending: 'Waits for a node',
  allocated: 'Waits for a node',
  assigned: 'Given to its node',
  accepted: 'Accepted',
  preparing: 'Preparing: the image is fetched',
  ready: 'Ready',
  starting: 'Starting',
  running: 'Running',
  complete: 'Complete',
  shutdown: 'Shut down',
  failed: 'Failed',
  rejected: 'Rejected',
  remove: 'Being removed',
  orphaned: 'Its node is gone',
};

/** The engine's word for a task's state, for people; a word that is not known stands as it is. */
export function stateText({ state, exitCode }: Pick<TaskRow, 'state' | 'exitCode'>): string {
  const words = states[state] ?? visibleText(state);
  return exitCode === null || exitCode === 0 ? words : `${words} (${exitCode})`;
}
