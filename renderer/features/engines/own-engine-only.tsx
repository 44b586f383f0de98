import { Server } from 'lucide-react';
import type { ReactNode } from 'react';
import { ownEngine } from '../../../main/contract/own-engine.ts';
import { isOwn, useEngines, workOn } from '../../state/engines-store.ts';
import { engineTitle } from '../../text/engine-text.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ViewHeader } from '../../ui/view-header.tsx';

interface OwnEngineOnlyProps {
  /** Of the view; without one it is a part of another. */
  readonly title?: string;
  /** Whose they are: `Snapshots are of …`. */
  readonly what: string;
  /** Why the engine that is worked on has none. */
  readonly why: string;
  readonly children: ReactNode;
}

/** Shows what there is of the engine that Slipway runs, and on any other one whose it is. */
export function OwnEngineOnly({ title, what, why, children }: OwnEngineOnlyProps) {
  const own = useEngines(isOwn);
  const name = useEngines(({ present }) => present?.name ?? ownEngine);
  const turning = useEngines((store) => store.turning);
  if (own) return children;
  const words = (
    <EmptyState
      icon={Server}
      title={`${what} of Slipway’s own engine`}
      actions={
        <Button kind="primary" isBusy={turning === ownEngine} onPress={() => void workOn(ownEngine)}>
          Use Slipway’s own engine
        </Button>
      }
    >
      The window works on {engineTitle(name)}. {why}
    </EmptyState>
  );
  if (title === undefined) return words;
  return (
    <div className="view">
      <ViewHeader title={title} />
      {words}
    </div>
  );
}
