import { ArrowLeftRight } from 'lucide-react';
import type { Container } from '../../../main/contract/engine/containers.ts';
import { usePending } from '../../state/pending.ts';
import { goBackTo, keepNew } from '../../state/recreate.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { PendingText } from '../../ui/pending-text.tsx';
import { pairOf } from './pairs.ts';

interface PairBannerProps {
  readonly container: Container;
  readonly all: readonly Container[];
}

/** Says of both containers of a pair that the other one is there, and asks which one is to stay. */
export function PairBanner({ container, all }: PairBannerProps) {
  const pair = pairOf(container, all);
  const pending = usePending((store) => (pair === undefined ? undefined : store[pair.next.id]));
  if (pair === undefined) return null;
  const { next, old, isHalfDone } = pair;
  const [newName, oldName] = [visibleText(next.name), visibleText(old.name)];
  return (
    <div className="view-strip pair-banner">
      <ArrowLeftRight size={14} aria-hidden />
      <span className="pair-text">
        {isHalfDone
          ? `${newName} was to take the place of ${oldName}, and the exchange was not brought to its end.`
          : `${newName} was made anew. The old one is kept, stopped, as ${oldName}; keeping the new one removes it.`}
      </span>
      {pending === undefined ? (
        <>
          <Button onPress={() => void goBackTo(pair)}>Go back</Button>
          {!isHalfDone && (
            <Button kind="primary" onPress={() => void keepNew(pair)}>
              Keep the new one
            </Button>
          )}
        </>
      ) : (
        <PendingText text={pending} />
      )}
    </div>
  );
}
