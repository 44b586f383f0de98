import { RotateCw, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { KindUsage } from '../../../main/contract/engine/system.ts';
import { type UsageKind, usageKinds } from '../../../main/contract/engine/usage-kinds.ts';
import { formatSize } from '../../../main/contract/format.ts';
import { measureUsage, pruneKey, useDiskUsage } from '../../state/disk-usage-store.ts';
import { usePending } from '../../state/pending.ts';
import { isRunning, useStatus } from '../../state/status-store.ts';
import { show } from '../../state/view-store.ts';
import { Button } from '../../ui/button.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { EngineGate } from '../engine-gate.tsx';
import { PruneVolumesDialog } from '../volumes/prune-volumes-dialog.tsx';
import { useVolumeRows } from '../volumes/use-volume-rows.ts';
import { PruneDialog } from './prune-dialog.tsx';

const titles: Readonly<Record<UsageKind, string>> = {
  images: 'Images',
  containers: 'Containers',
  volumes: 'Volumes',
  builds: 'Build cache',
};

const always = { kind: 'loaded', items: [] } as const;

/** What takes room on the engine's disk, by kind, and what a prune of each would free. */
export function DiskTab() {
  const running = useStatus(isRunning);
  const [asked, setAsked] = useState<UsageKind | null>(null);
  const isMeasuring = useDiskUsage((store) => usageKinds.some((kind) => store[kind].isMeasuring));
  useEffect(() => {
    if (running) measureUsage();
  }, [running]);
  return (
    <EngineGate list={always} what="sizes">
      {() => (
        <ScrollArea label="Use of the disk">
          <Total />
          <ul className="usage-list">
            {usageKinds.map((kind) => (
              <KindLine key={kind} kind={kind} onPrune={() => setAsked(kind)} />
            ))}
          </ul>
          <Button icon={RotateCw} isBusy={isMeasuring} onPress={measureUsage}>
            Measure again
          </Button>
          {asked === 'volumes' && <PruneVolumes onClose={() => setAsked(null)} />}
          {asked !== null && asked !== 'volumes' && (
            <PruneDialog kind={asked} title={titles[asked]} onClose={() => setAsked(null)} />
          )}
        </ScrollArea>
      )}
    </EngineGate>
  );
}

function PruneVolumes({ onClose }: { readonly onClose: () => void }) {
  const rows = useVolumeRows();
  return <PruneVolumesDialog rows={rows} onClose={onClose} />;
}

/** All kinds together, as one bar. */
function Total() {
  const store = useDiskUsage();
  const parts = usageKinds.map((kind) => ({ kind, bytes: store[kind].usage?.bytes ?? 0 }));
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const free = usageKinds.reduce((sum, kind) => sum + (store[kind].usage?.allUnused.bytes ?? 0), 0);
  const isWhole = usageKinds.every((kind) => store[kind].usage !== null);
  const isMeasuring = usageKinds.some((kind) => store[kind].isMeasuring);
  if (!isWhole) return <p className="usage-total quiet">{isMeasuring ? 'measuring…' : 'not known'}</p>;
  return (
    <>
      <p className="usage-total">
        <strong>{formatSize(total)}</strong>
        <span className="quiet"> in all, of which nothing uses {formatSize(free)}</span>
      </p>
      <div className="usage-bar" aria-hidden>
        {parts.map(
          ({ kind, bytes }) =>
            bytes > 0 && (
              <span key={kind} className={`usage-part usage-${kind}`} style={{ flexGrow: bytes / total }} />
            ),
        )}
      </div>
    </>
  );
}

interface KindLineProps {
  readonly kind: UsageKind;
  readonly onPrune: () => void;
}

function KindLine({ kind, onPrune }: KindLineProps) {
  const { usage, isMeasuring, failure } = useDiskUsage((store) => store[kind]);
  const pending = usePending((store) => store[pruneKey(kind)]);
  const title = titles[kind];
  return (
    <li className="usage-line">
      <span className={`usage-mark usage-${kind}`} aria-hidden />
      {kind === 'builds' ? (
        <span className="strong">{title}</span>
      ) : (
        <button type="button" className="row-link strong" onClick={() => show(kind)}>
          {title}
        </button>
      )}
      <span className="usage-count quiet">{usage?.count}</span>
      <span className="usage-bytes">
        {usage === null ? (
          <span className="faint">{isMeasuring ? 'measuring…' : 'not known'}</span>
        ) : (
          formatSize(usage.bytes)
        )}
      </span>
      <span className="usage-free quiet" role="status">
        {pending !== undefined ? (
          <span className="pending">
            <Spinner size={13} />
            {pending}
          </span>
        ) : failure !== null ? (
          <span className="state-failed">{failure.message}</span>
        ) : (
          usage !== null && freeText(usage)
        )}
      </span>
      <Button
        icon={Trash2}
        isDisabled={usage === null || usage.allUnused.items.length === 0 || pending !== undefined}
        onPress={onPrune}
        aria-label={`Prune: ${title}`}
      >
        Prune
      </Button>
    </li>
  );
}

function freeText({ allUnused }: KindUsage): string {
  return allUnused.items.length === 0
    ? 'all in use'
    : `${formatSize(allUnused.bytes)} in ${allUnused.items.length} that nothing uses`;
}
