import { RotateCw, Trash2 } from 'lucide-react';
import { useEffect } from 'react';
import type { KindUsage } from '../../../main/contract/engine/system.ts';
import { type UsageKind, usageKinds } from '../../../main/contract/engine/usage-kinds.ts';
import { formatSize } from '../../../main/contract/format.ts';
import { openDialog } from '../../state/dialogs.ts';
import { measureUsage, pruneKey, useDiskUsage } from '../../state/disk-usage-store.ts';
import { usePending } from '../../state/pending.ts';
import { isRunning, useStatus } from '../../state/status-store.ts';
import { goTo, type Place } from '../../state/view-store.ts';
import { Button } from '../../ui/button.tsx';
import { PendingText } from '../../ui/pending-text.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { always, EngineGate } from '../engine-gate.tsx';
import { usageTitles } from './usage-titles.ts';

/** What takes room on the engine's disk, by kind, and what a prune of each would free. */
export function DiskTab() {
  const running = useStatus(isRunning);
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
              <KindLine key={kind} kind={kind} />
            ))}
          </ul>
          <Button icon={RotateCw} isBusy={isMeasuring} onPress={measureUsage}>
            Measure again
          </Button>
        </ScrollArea>
      )}
    </EngineGate>
  );
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

function KindLine({ kind }: { readonly kind: UsageKind }) {
  const { usage, isMeasuring, failure } = useDiskUsage((store) => store[kind]);
  const pending = usePending((store) => store[pruneKey(kind)]);
  const title = usageTitles[kind];
  return (
    <li className="usage-line">
      <span className={`usage-mark usage-${kind}`} aria-hidden />
      <button type="button" className="row-link strong" onClick={() => goTo(placeOf(kind))}>
        {title}
      </button>
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
          <PendingText text={pending} />
        ) : failure !== null ? (
          <span className="state-failed">{failure.message}</span>
        ) : (
          usage !== null && freeText(usage)
        )}
      </span>
      <Button
        icon={Trash2}
        isDisabled={usage === null || usage.allUnused.items.length === 0 || pending !== undefined}
        onPress={() => openDialog({ kind: 'prune', what: kind })}
        aria-label={`Prune: ${title}`}
      >
        Prune
      </Button>
    </li>
  );
}

/** Where the things of a kind are listed. */
function placeOf(kind: UsageKind): Place {
  return { view: kind, ...(kind === 'builds' && { page: { kind: 'builds', tab: 'cache' } }) };
}

function freeText({ allUnused }: KindUsage): string {
  return allUnused.items.length === 0
    ? 'all in use'
    : `${formatSize(allUnused.bytes)} in ${allUnused.items.length} that nothing uses`;
}
