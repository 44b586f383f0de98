import { CircleX, Moon, Play, PlugZap, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { isFallingAsleep, type Status } from '../../main/contract/status.ts';
import { readStatus, requestVm, useStatus } from '../state/status-store.ts';
import { show } from '../state/view-store.ts';
import { visibleOutput } from '../text/visible-text.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FailureText } from '../ui/failure-text.tsx';
import { describeState, lossOf } from './engine/state-text.ts';

/** What becomes of a view's things while the engine cannot be asked for them: a sentence for each case. */
export interface AwayWords {
  readonly asleep: string;
  readonly fallingAsleep: string;
  readonly stopped: string;
  readonly otherwise: string;
}

/** In place of a view that needs the engine, while it does not run: why, and what can be done. */
export function EngineAway({ words }: { readonly words: AwayWords }) {
  const { status, failure } = useStatus();
  const { title, tone } = describeState(status, failure);
  const hasFailed = status !== null && tone === 'bad';
  const problem = status === null ? null : hasFailed ? status.problems[0] : lossOf(status);
  const isAsleep = status?.state === 'sleeping' && !isFallingAsleep(status);
  return (
    <EmptyState
      icon={isAsleep ? Moon : tone === 'bad' ? CircleX : PlugZap}
      title={title}
      tone={tone === 'bad' ? 'bad' : isUnderWay(status, tone) ? 'busy' : 'plain'}
      actions={
        <>
          <Remedy status={status} />
          <Button onPress={() => show('engine')}>
            {tone === 'busy' ? 'Show progress' : hasFailed ? 'See what to try' : 'Show the engine'}
          </Button>
        </>
      }
    >
      {status === null && failure !== null ? (
        <FailureText failure={failure} />
      ) : (
        // What to try is often long: it has its place on the engine's page.
        (problem && visibleOutput(problem.message)) || wordsFor(status, words)
      )}
    </EmptyState>
  );
}

/** The button that most probably helps. */
function Remedy({ status }: { readonly status: Status | null }): ReactNode {
  const { failure, request } = useStatus();
  if (status === null) return failure && <Button onPress={() => void readStatus()}>Try again</Button>;
  const isAsleep = status.state === 'sleeping' && !isFallingAsleep(status);
  if (!isAsleep && status.state !== 'stopped' && status.state !== 'failed') return null;
  return (
    <Button
      kind="primary"
      icon={isAsleep ? Sun : Play}
      isBusy={request === 'start'}
      onPress={() => void requestVm('start')}
    >
      {isAsleep ? 'Wake' : status.state === 'failed' ? 'Start again' : 'Start'}
    </Button>
  );
}

function isUnderWay(status: Status | null, tone: string): boolean {
  return tone === 'busy' || status === null;
}

function wordsFor(status: Status | null, words: AwayWords): string {
  if (status?.state === 'sleeping') return isFallingAsleep(status) ? words.fallingAsleep : words.asleep;
  return status?.state === 'stopped' ? words.stopped : words.otherwise;
}
