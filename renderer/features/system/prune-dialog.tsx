import { useEffect, useState } from 'react';
import type { Prunable } from '../../../main/contract/engine/system.ts';
import type { UsageKind } from '../../../main/contract/engine/usage-kinds.ts';
import { formatSize } from '../../../main/contract/format.ts';
import { measureKind, pruneKind, useDiskUsage } from '../../state/disk-usage-store.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { NameList } from '../../ui/name-list.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { usageTitles } from './usage-titles.ts';

const words: Readonly<Record<Exclude<UsageKind, 'volumes'>, string>> = {
  images: 'Images that no container was made from. What has no name anywhere cannot be had again.',
  containers: 'Containers that do not run. What they have written outside of volumes is lost.',
  builds: 'Steps of earlier builds. The next build of the same takes longer.',
};

const none: Prunable = { items: [], bytes: 0 };

interface PruneDialogProps {
  readonly kind: Exclude<UsageKind, 'volumes'>;
  readonly onClose: () => void;
}

/** Shows what nothing uses of a kind and what removing it frees, before it is removed. */
export function PruneDialog({ kind, onClose }: PruneDialogProps) {
  const { usage, isMeasuring, failure } = useDiskUsage((store) => store[kind]);
  // What was measured may be of minutes ago, and what has stopped since would go as well.
  useEffect(() => void measureKind(kind), [kind]);
  // Images alone have names of their own that one may want to keep.
  const [all, setAll] = useState(kind !== 'images');
  const title = usageTitles[kind];
  const chosen: Prunable = usage === null ? none : all ? usage.allUnused : usage.unused;
  const count = chosen.items.length;
  return (
    <Dialog
      title={`Prune ${kind === 'builds' ? 'the build cache' : kind}`}
      isOpen
      onClose={onClose}
      role="alertdialog"
    >
      <div className="dialog-text dialog-stack">
        <p>{words[kind]}</p>
        {kind === 'images' && (
          <Checkbox isSelected={all} onChange={setAll}>
            Also those with a name
          </Checkbox>
        )}
        {count > 0 && (
          <NameList
            label={title}
            names={withKeys(chosen.items).map(({ key, name, bytes }) => ({
              key,
              name: <Untrusted text={name} />,
              aside: formatSize(bytes),
            }))}
          />
        )}
        <p className="prune-total" role="status">
          {isMeasuring
            ? 'Looking at what there is now…'
            : usage !== null &&
              (count === 0
                ? 'There is nothing to remove.'
                : `Frees about ${formatSize(chosen.bytes)} by removing ${count} of ${usage.count}.`)}
        </p>
        {failure !== null && <Problem failure={failure} isGrave />}
      </div>
      <div className="dialog-actions">
        <Button onPress={onClose} autoFocus>
          Cancel
        </Button>
        <Button
          kind="danger"
          isDisabled={count === 0 || isMeasuring || failure !== null}
          onPress={() => {
            onClose();
            void pruneKind(kind, all);
          }}
        >
          {count === 0 ? 'Remove' : `Remove ${count}`}
        </Button>
      </div>
    </Dialog>
  );
}

/** Several steps of a build may be called the same. */
function withKeys(items: Prunable['items']) {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const count = seen.get(item.name) ?? 0;
    seen.set(item.name, count + 1);
    return { ...item, key: `${item.name} ${count}` };
  });
}
