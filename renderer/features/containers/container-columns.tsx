import type { Container } from '../../../main/contract/engine/containers.ts';
import { usePending } from '../../state/pending.ts';
import { goTo } from '../../state/view-store.ts';
import { portTexts } from '../../text/port-text.ts';
import { visibleText } from '../../text/visible-text.ts';
import { createdColumn } from '../../ui/created-column.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { ContainerActions } from './container-actions.tsx';
import { StateDot } from './state-dot.tsx';

/** The columns of the containers' table; `now` is for their ages, in milliseconds since 1970. */
export function containerColumns(now: number): readonly Column<Container>[] {
  return [
    {
      id: 'name',
      title: 'Name',
      width: 'minmax(140px, 2.7fr)',
      sortBy: ({ name }) => name.toLowerCase(),
      cell: (container) => <Name container={container} />,
    },
    {
      id: 'image',
      title: 'Image',
      width: 'minmax(100px, 2.2fr)',
      sortBy: ({ image }) => image.toLowerCase(),
      cell: ({ image }) => <Untrusted className="quiet" text={image.replace(/^sha256:(.{12}).*$/, '$1')} />,
    },
    {
      id: 'state',
      title: 'State',
      width: 'minmax(110px, 2.8fr)',
      sortBy: ({ state, status }) => `${state} ${status}`,
      cell: (container) => <State container={container} />,
    },
    {
      id: 'ports',
      title: 'Ports',
      width: 'minmax(90px, 2.3fr)',
      cell: ({ ports }) => <Ports texts={portTexts(ports)} />,
    },
    createdColumn(now),
    {
      id: 'actions',
      title: 'Actions',
      isTitleHidden: true,
      width: '110px',
      align: 'end',
      cell: (container) => <ContainerActions container={container} />,
    },
  ];
}

function Name({ container: { id, name, state } }: { readonly container: Container }) {
  return (
    <span className="container-name">
      <StateDot state={state} />
      <button
        type="button"
        className="row-link"
        onClick={() => goTo({ view: 'containers', page: { kind: 'container', id, tab: 'overview' } })}
      >
        <Untrusted text={name} />
      </button>
    </span>
  );
}

function State({ container: { id, state, status } }: { readonly container: Container }) {
  const pending = usePending((store) => store[id]);
  if (pending !== undefined) {
    return (
      <span className="pending">
        <Spinner size={13} />
        {pending}
      </span>
    );
  }
  const failed = state === 'dead' || (state === 'exited' && !/^Exited \(0\)/.test(status));
  const text = status === '' ? state.charAt(0).toUpperCase() + state.slice(1) : status;
  return <Untrusted className={failed ? 'state-failed' : state === 'running' ? '' : 'quiet'} text={text} />;
}

function Ports({ texts }: { readonly texts: readonly string[] }) {
  const all = visibleText(texts.join(', '));
  return (
    <span className="ports" title={all}>
      {all}
    </span>
  );
}
