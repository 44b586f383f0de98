import { PackageOpen, RotateCw, Trash2 } from 'lucide-react';
import { useCallback, useEffect, useMemo } from 'react';
import type { BuildCacheEntry } from '../../../main/contract/engine/build-cache.ts';
import { formatSize } from '../../../main/contract/format.ts';
import { call } from '../../bridge.ts';
import { openDialog } from '../../state/dialogs.ts';
import { pruneKey, useDiskUsage } from '../../state/disk-usage-store.ts';
import { usePending } from '../../state/pending.ts';
import { useNow } from '../../state/use-now.ts';
import { useRequest } from '../../state/use-request.ts';
import { ageColumn } from '../../ui/age-column.tsx';
import { Button } from '../../ui/button.tsx';
import type { Column } from '../../ui/column.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RequestState } from '../../ui/request-state.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';

/** What BuildKit keeps of earlier builds, what it takes, and a way to be rid of it. */
export function CacheTab() {
  const ask = useCallback(() => call('buildCache.list', {}), []);
  const measured = useDiskUsage((store) => store.builds.usage);
  const { state, again } = useRequest(ask);
  // A prune measures anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another measurement is why it is read again
  useEffect(again, [measured]);
  return (
    <RequestState state={state} what="the build cache" onRetry={again}>
      {(entries) => <Entries entries={entries} onAgain={again} />}
    </RequestState>
  );
}

interface EntriesProps {
  readonly entries: readonly BuildCacheEntry[];
  readonly onAgain: () => void;
}

function Entries({ entries, onAgain }: EntriesProps) {
  const now = useNow(30_000);
  const columns = useMemo(() => cacheColumns(now), [now]);
  const isPruning = usePending((store) => store[pruneKey('builds')] !== undefined);
  if (entries.length === 0) {
    return (
      <EmptyState icon={PackageOpen} title="The build cache is empty">
        Each build keeps its steps here, so that the next one need not do them again.
      </EmptyState>
    );
  }
  return (
    <>
      <div className="cache-bar">
        <p className="cache-total">{totalText(entries)}</p>
        <Button icon={RotateCw} onPress={onAgain}>
          Read again
        </Button>
        <Button
          icon={Trash2}
          isBusy={isPruning}
          onPress={() => openDialog({ kind: 'prune', what: 'builds' })}
        >
          Prune
        </Button>
      </div>
      <DataTable
        label="Build cache"
        columns={columns}
        rows={entries}
        rowId={({ id }) => id}
        initialSort={{ column: 'size', descending: true }}
      />
    </>
  );
}

/** What is an image's too is counted there. */
function totalText(entries: readonly BuildCacheEntry[]): string {
  const sum = (wanted: readonly BuildCacheEntry[]) => wanted.reduce((total, { bytes }) => total + bytes, 0);
  const own = entries.filter(({ isShared }) => !isShared);
  const shared = entries.length - own.length;
  const rest = shared === 0 ? '' : `, and ${shared} that images share`;
  return `${formatSize(sum(own))} in ${own.length} ${own.length === 1 ? 'entry' : 'entries'}${rest}`;
}

function cacheColumns(now: number): readonly Column<BuildCacheEntry>[] {
  return [
    {
      id: 'description',
      title: 'Step',
      width: 'minmax(200px, 3fr)',
      stays: 'start',
      sortBy: ({ description }) => description,
      cell: ({ description, id }) => <Untrusted className="code" text={description || id} />,
    },
    {
      id: 'kind',
      title: 'Kind',
      width: '116px',
      leaves: 1,
      sortBy: ({ kind }) => kind,
      cell: ({ kind }) => <Untrusted className="quiet" text={kind} />,
    },
    {
      id: 'use',
      title: 'Use',
      width: '104px',
      sortBy: useText,
      cell: (entry) => <span className="quiet one-line">{useText(entry)}</span>,
    },
    ageColumn('used', 'Last used', usedAt, now),
    {
      id: 'size',
      title: 'Size',
      width: '84px',
      align: 'end',
      sortBy: ({ bytes }) => bytes,
      cell: ({ bytes }) => <span className="build-figures">{formatSize(bytes)}</span>,
    },
  ];
}

function useText({ isInUse, isShared }: BuildCacheEntry): string {
  if (isInUse) return 'in use';
  return isShared ? 'in an image' : 'unused';
}

function usedAt({ lastUsedAt, createdAt }: BuildCacheEntry): number {
  return lastUsedAt ?? createdAt;
}
