import { openDialog } from '../../state/dialogs.ts';
import { networkKey } from '../../state/networks-store.ts';
import { usePending } from '../../state/pending.ts';
import { goTo } from '../../state/view-store.ts';
import { actionsColumn } from '../../ui/actions-column.ts';
import { createdColumn } from '../../ui/age-column.tsx';
import type { Column } from '../../ui/column.ts';
import { RemoveButton } from '../../ui/remove-button.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { UsedBy } from '../../ui/used-by.tsx';
import { type NetworkRow, networkTraits } from './network-rows.ts';

/** The columns of the networks' table; `now` is for their ages, in milliseconds since 1970. */
export function networkColumns(now: number): readonly Column<NetworkRow>[] {
  return [
    {
      id: 'name',
      title: 'Name',
      width: 'minmax(130px, 2.4fr)',
      stays: 'start',
      // The engine's own last.
      sortBy: ({ isBuiltIn, name }) => `${isBuiltIn ? '\uffff' : ''}${name.toLowerCase()}`,
      cell: ({ id, name }) => (
        <button
          type="button"
          className="row-link strong"
          onClick={() => goTo({ view: 'networks', page: { kind: 'network', id } })}
        >
          <Untrusted text={name} />
        </button>
      ),
    },
    {
      id: 'driver',
      title: 'Driver',
      width: 'minmax(56px, 0.9fr)',
      sortBy: ({ driver }) => driver.toLowerCase(),
      cell: ({ driver }) => <Untrusted className="quiet" text={driver} />,
    },
    {
      id: 'subnet',
      title: 'Subnet',
      width: 'minmax(110px, 1.7fr)',
      sortBy: ({ ranges }) => ranges[0]?.subnet ?? '\uffff',
      cell: ({ ranges }) => (
        <Untrusted
          className="quiet"
          text={ranges
            .map(({ subnet }) => subnet)
            .filter(Boolean)
            .join(', ')}
        />
      ),
    },
    {
      id: 'containers',
      title: 'Containers',
      width: 'minmax(90px, 2.2fr)',
      sortBy: ({ members }) => members.length,
      cell: (row) => <Members row={row} />,
    },
    {
      id: 'traits',
      title: 'Kind',
      width: 'minmax(90px, 1.4fr)',
      sortBy: (row) => networkTraits(row).join(' ') || '\uffff',
      cell: (row) => <Untrusted className="quiet" text={networkTraits(row).join(', ')} />,
    },
    { ...createdColumn(now), leaves: 1 },
    actionsColumn(
      '36px',
      ({ id, name, isBuiltIn }) =>
        !isBuiltIn && (
          <RemoveButton
            name={name}
            pendingKey={networkKey(id)}
            onPress={() => openDialog({ kind: 'remove-networks', ids: [id] })}
          />
        ),
    ),
  ];
}

function Members({ row: { id, members, scope } }: { readonly row: NetworkRow }) {
  const pending = usePending((store) => store[networkKey(id)]);
  return (
    <UsedBy
      pending={pending}
      names={members.map(({ container }) => container.name)}
      none={scope === 'swarm' ? 'None here' : 'None'}
    />
  );
}
