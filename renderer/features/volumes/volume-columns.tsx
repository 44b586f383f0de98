import { openDialog } from '../../state/dialogs.ts';
import { usePending } from '../../state/pending.ts';
import { goTo } from '../../state/view-store.ts';
import { volumeKey } from '../../state/volumes-store.ts';
import { actionsColumn } from '../../ui/actions-column.ts';
import { createdColumn } from '../../ui/age-column.tsx';
import type { Column } from '../../ui/column.ts';
import { RemoveButton } from '../../ui/remove-button.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { UsedBy } from '../../ui/used-by.tsx';
import type { VolumeRow } from './volume-rows.ts';
import { VolumeName, VolumeSizeText } from './volume-size.tsx';

/** The columns of the volumes' table; `now` is for their ages, in milliseconds since 1970. */
export function volumeColumns(now: number): readonly Column<VolumeRow>[] {
  return [
    {
      id: 'name',
      title: 'Name',
      width: 'minmax(150px, 3fr)',
      stays: 'start',
      // Those with a name of their own first.
      sortBy: ({ isAnonymous, name }) => `${isAnonymous ? '\uffff' : ''}${name.toLowerCase()}`,
      cell: (row) => (
        <button
          type="button"
          className="row-link strong"
          onClick={() => goTo({ view: 'volumes', page: { kind: 'volume', name: row.name } })}
        >
          <VolumeName row={row} />
        </button>
      ),
    },
    {
      id: 'used',
      title: 'Used by',
      width: 'minmax(90px, 2.2fr)',
      sortBy: ({ usedBy }) => usedBy.length,
      cell: (row) => <Users row={row} />,
    },
    {
      id: 'project',
      title: 'Project',
      width: 'minmax(70px, 1.3fr)',
      sortBy: ({ project }) => project?.toLowerCase() ?? '\uffff',
      cell: ({ project }) => project !== null && <Untrusted className="quiet" text={project} />,
    },
    {
      id: 'driver',
      title: 'Driver',
      width: 'minmax(50px, 0.9fr)',
      sortBy: ({ driver }) => driver.toLowerCase(),
      cell: ({ driver }) => <Untrusted className="quiet" text={driver} />,
    },
    {
      id: 'size',
      title: 'Size',
      width: '84px',
      align: 'end',
      sortBy: ({ bytes }) => bytes ?? -1,
      cell: ({ bytes }) => <VolumeSizeText bytes={bytes} />,
    },
    { ...createdColumn(now), leaves: 1 },
    actionsColumn('36px', ({ name, shownName }) => (
      <RemoveButton
        name={shownName}
        pendingKey={volumeKey(name)}
        onPress={() => openDialog({ kind: 'remove-volumes', names: [name] })}
      />
    )),
  ];
}

function Users({ row: { name, usedBy } }: { readonly row: VolumeRow }) {
  const pending = usePending((store) => store[volumeKey(name)]);
  return <UsedBy pending={pending} names={usedBy.map((container) => container.name)} none="Unused" />;
}
