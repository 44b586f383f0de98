import { Play, RotateCw, Square, SquareTerminal, TriangleAlert, X } from 'lucide-react';
import { useState } from 'react';
import { assertNever } from '../../../main/contract/assert-never.ts';
import { formatDuration } from '../../../main/contract/duration.ts';
import type { Failure } from '../../../main/contract/errors.ts';
import type { Status } from '../../../main/contract/status.ts';
import { requestVm, useStatus } from '../../state/status-store.ts';
import { useNow } from '../../state/use-now.ts';
import { Button } from '../../ui/button.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { ViewHeader } from '../../ui/view-header.tsx';
import { EngineFacts, Verdicts } from './engine-facts.tsx';
import { GuestConsole } from './guest-console.tsx';
import { StageList } from './stage-list.tsx';
import { usualTotal } from './stage-rows.ts';
import { describeState } from './state-text.ts';
import './engine.css';

/** How the engine is, how it starts, and why it does not. */
export function EngineView() {
  const { status, failure } = useStatus();
  const [showsConsole, setShowsConsole] = useState(false);
  const { title, tone } = describeState(status, failure);
  const isUnderWay = status !== null && isTicking(status);
  const now = useNow(isUnderWay ? 100 : null);
  return (
    <div className="view">
      <ViewHeader title="Engine">
        <Button
          kind="quiet"
          icon={SquareTerminal}
          aria-pressed={showsConsole}
          onPress={() => setShowsConsole(!showsConsole)}
        >
          {showsConsole ? 'Hide console' : 'Show console'}
        </Button>
      </ViewHeader>
      <div className={`engine-scroll ${showsConsole ? 'has-console' : ''}`}>
        <div className="engine-page">
          <div className="engine-heading">
            <span className={`dot dot-large dot-${tone}`} aria-hidden />
            <div className="engine-heading-text" role="status">
              <h2>{title}</h2>
              {status !== null && <p className="quiet">{subtitle(status, now)}</p>}
            </div>
            {status !== null && <EngineButtons status={status} />}
          </div>
          {status === null && failure !== null && <Problem failure={failure} isGrave />}
          {status?.problems.map((problem) => (
            <Problem
              key={`${problem.code} ${problem.message}`}
              failure={problem}
              isGrave={status.state === 'failed' || status.state === 'backoff'}
            />
          ))}
          {status !== null && <Start status={status} now={now} />}
          {status !== null && (status.state === 'running' || status.state === 'sleeping') && (
            <EngineFacts status={status} />
          )}
        </div>
      </div>
      {showsConsole && <GuestConsole />}
    </div>
  );
}

/** The stages, while there is something to learn from them. */
function Start({ status, now }: { readonly status: Status; readonly now: number }) {
  const { boot, state, accelerators } = status;
  if (boot === null || boot.stages.length === 0 || state === 'stopped' || state === 'stopping') return null;
  if (state === 'running' || state === 'sleeping') {
    return (
      <details className="last-start">
        <summary>Stages of the last start</summary>
        <StageList boot={boot} now={now} hasFailed={false} />
      </details>
    );
  }
  const left = accelerators.filter(({ works }) => !works);
  return (
    <>
      <StageList boot={boot} now={now} hasFailed={!isTicking(status) || state === 'backoff'} />
      {left.length > 0 && <Verdicts verdicts={left} used={status.vm?.accelerator ?? null} />}
    </>
  );
}

function EngineButtons({ status }: { readonly status: Status }) {
  const request = useStatus((store) => store.request);
  switch (status.state) {
    case 'stopped':
    case 'failed':
      return (
        <Button
          kind="primary"
          icon={Play}
          isBusy={request === 'start'}
          onPress={() => void requestVm('start')}
        >
          {status.state === 'failed' ? 'Start again' : 'Start'}
        </Button>
      );
    case 'running':
    case 'sleeping':
      return (
        <>
          <Button icon={RotateCw} isBusy={request === 'restart'} onPress={() => void requestVm('restart')}>
            Restart
          </Button>
          <Button icon={Square} isBusy={request === 'stop'} onPress={() => void requestVm('stop')}>
            Stop
          </Button>
        </>
      );
    case 'stopping':
      return null;
    case 'preparing':
    case 'booting':
    case 'waiting':
    case 'backoff':
      return (
        <Button icon={X} isBusy={request === 'stop'} onPress={() => void requestVm('stop')}>
          Cancel
        </Button>
      );
    default:
      return assertNever(status.state);
  }
}

function Problem({ failure, isGrave }: { readonly failure: Failure; readonly isGrave: boolean }) {
  return (
    <div className={`problem ${isGrave ? 'problem-grave' : ''}`} role={isGrave ? 'alert' : undefined}>
      <TriangleAlert size={16} aria-hidden />
      <FailureText failure={failure} />
    </div>
  );
}

/** Whether times on the page go on. */
function isTicking({ state }: Status): boolean {
  return ['preparing', 'booting', 'waiting', 'stopping', 'backoff'].includes(state);
}

function subtitle(status: Status, now: number): string {
  const { state, boot, retry } = status;
  switch (state) {
    case 'stopped':
      return 'Containers and images are kept. Start it to use them.';
    case 'sleeping':
      return 'Containers are as they were. It wakes with the first use.';
    case 'stopping':
      return 'Containers are ended and the data disk is put away.';
    case 'running':
      return 'It answers on its socket.';
    case 'failed':
      return 'Nothing more is tried by itself.';
    case 'backoff':
      return retry === null
        ? 'It will be tried again.'
        : `Next try in ${Math.max(0, Math.ceil((retry.at - now) / 1000))} s (${retry.attempt} of ${retry.of}).`;
    case 'preparing':
    case 'booting':
    case 'waiting': {
      if (boot === null) return 'Just a moment.';
      const usual = usualTotal(boot);
      const soFar = `${formatDuration(now - boot.startedAt)} so far`;
      return usual === null
        ? `${soFar}.`
        : `${soFar}; the stages up to here usually take ${formatDuration(usual)}.`;
    }
    default:
      return assertNever(state);
  }
}
