import { FileCog, KeySquare, type LucideIcon, Plus } from 'lucide-react';
import { useMemo } from 'react';
import type { SwarmFileKind } from '../../../main/contract/engine/swarm-limits.ts';
import { openDialog } from '../../state/dialogs.ts';
import { usePending } from '../../state/pending.ts';
import { swarmKey } from '../../state/swarm-store.ts';
import { useNow } from '../../state/use-now.ts';
import { actionsColumn } from '../../ui/actions-column.ts';
import { createdColumn } from '../../ui/age-column.tsx';
import { Button } from '../../ui/button.tsx';
import type { Column } from '../../ui/column.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { NoMatch } from '../../ui/no-match.tsx';
import { RemoveButton } from '../../ui/remove-button.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { UsedBy } from '../../ui/used-by.tsx';
import type { ShownRows } from './swarm-filter.ts';
import type { FileRow } from './swarm-rows.ts';

interface Words {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly none: string;
  readonly about: string;
  readonly create: string;
  readonly noMatch: string;
}

const words: Readonly<Record<SwarmFileKind, Words>> = {
  secrets: {
    icon: KeySquare,
    label: 'Secrets',
    none: 'No secrets',
    about:
      'A secret, such as a password, is kept by the managers and given to the services that name it, as a file in /run/secrets. Nobody can read it back, here neither.',
    create: 'Create a secret',
    noMatch: 'No secret matches',
  },
  configs: {
    icon: FileCog,
    label: 'Configs',
    none: 'No configs',
    about: 'A config is a file that the Swarm brings to the containers of the services that name it.',
    create: 'Create a config',
    noMatch: 'No config matches',
  },
};

/** Every secret, or every config: what it is called and who has it, and never what it holds. */
export function FilesTab({
  kind,
  all,
  shown,
  selection,
  onClear,
}: ShownRows & { readonly kind: SwarmFileKind }) {
  const now = useNow(30_000);
  const pending = usePending();
  const columns = useMemo(() => fileColumns(kind, now), [kind, now]);
  const { icon, label, none, about, create, noMatch } = words[kind];
  if (all[kind].length === 0) {
    return (
      <EmptyState
        icon={icon}
        title={none}
        actions={
          <Button
            kind="primary"
            icon={Plus}
            onPress={() => openDialog({ kind: 'create-swarm-file', what: kind })}
          >
            {create}
          </Button>
        }
      >
        {about}
      </EmptyState>
    );
  }
  if (shown[kind].length === 0) return <NoMatch title={noMatch} onClear={onClear} />;
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={shown[kind]}
      rowId={({ id }) => id}
      rowName={({ name }) => name}
      selection={selection}
      initialSort={{ column: 'name', descending: false }}
      isBusy={({ id }) => pending[swarmKey(id)] !== undefined}
    />
  );
}

function fileColumns(kind: SwarmFileKind, now: number): readonly Column<FileRow>[] {
  return [
    {
      id: 'name',
      title: 'Name',
      width: 'minmax(140px, 2fr)',
      stays: 'start',
      sortBy: ({ name }) => name.toLowerCase(),
      cell: ({ name }) => <Untrusted className="strong" text={name} />,
    },
    {
      id: 'users',
      title: 'Services',
      width: 'minmax(110px, 2fr)',
      sortBy: ({ users }) => users.length,
      cell: (row) => <Users row={row} />,
    },
    {
      id: 'stack',
      title: 'Stack',
      width: 'minmax(80px, 1fr)',
      leaves: 2,
      sortBy: ({ stack }) => stack ?? '\uffff',
      cell: ({ stack }) => <Untrusted className="quiet" text={stack ?? ''} />,
    },
    { ...createdColumn(now), leaves: 1 },
    actionsColumn('36px', ({ id, name }) => (
      <RemoveButton
        name={name}
        pendingKey={swarmKey(id)}
        onPress={() => openDialog({ kind: 'remove-swarm-files', what: kind, ids: [id] })}
      />
    )),
  ];
}

function Users({ row: { id, users } }: { readonly row: FileRow }) {
  const pending = usePending((store) => store[swarmKey(id)]);
  return <UsedBy pending={pending} names={users} none="None" />;
}
