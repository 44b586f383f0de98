import { Moon, Play, RotateCw, SquareTerminal, Sun, X } from 'lucide-react';
import { useState } from 'react';
import { assertNever } from '../../../main/contract/assert-never.ts';
import { formatDuration } from '../../../main/contract/duration.ts';
import type { Failure } from '../../../main/contract/errors.ts';
import { isFallingAsleep, type Status } from '../../../main/contract/status.ts';
import { askEngineTo } from '../../state/ask-engine.ts';
import { readStatus, requestVm, useStatus } from '../../state/status-store.ts';
import { useNow } from '../../state/use-now.ts';
import { Button } from '../../ui/button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { StopIcon } from '../../ui/stop-icon.ts';
import { ViewHeader } from '../../ui/view-header.tsx';
import { EngineFacts, Verdicts } from './engine-facts.tsx';
import { GuestConsole } from './guest-console.tsx';
import { SleepFacts } from './sleep-facts.tsx';
import { StageList } from './stage-list.tsx';
import { usualTotal } from './stage-rows.ts';
import { describeState, type StateText } from './state-text.ts';
import './engine.css';

/** How the engine is, how it starts, and why it does not. */
export function EngineView() {
  const { status, failure } = useStatus();
  const [showsConsole, setShowsConsole] = useState(false);
  const { title, tone } = describeState(status, failure);
  const now = useNow(status === null ? null : tickMs(status));
  return (
    <div className="view">
      <ViewHeader title="Engine">
        <Button
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
            <Mark tone={status === null && failure === null ? 'busy' : tone} />
            <div className="engine-heading-text" role="status">
              <h2>{title}</h2>
              {status !== null && <p className="quiet">{subtitle(status, now)}</p>}
            </div>
            {status !== null && <EngineButtons status={status} />}
            {status === null && failure !== null && (
              <Button icon={RotateCw} onPress={() => void readStatus()}>
                Try again
              </Button>
            )}
          </div>
          {status === null && failure !== null && <Problem failure={failure} isGrave />}
          {status?.problems.filter(isOfPage).map((problem) => (
            <Problem
              key={`${problem.code} ${problem.message}`}
              failure={problem}
              isGrave={status.state === 'failed' || status.state === 'backoff'}
            />
          ))}
          {(status?.state === 'running' || status?.state === 'stopped') && <EngineFacts status={status} />}
          {status !== null && <Start status={status} now={now} />}
          {status?.state === 'sleeping' && <SleepFacts status={status} now={now} />}
        </div>
      </div>
      {showsConsole && <GuestConsole />}
    </div>
  );
}

/** A restart that is over has a notice in every view, and a line among the facts. */
function isOfPage({ code }: Failure): boolean {
  return code !== 'vm-restarted';
}

/** What the eye sees first. Something that turns is under way. */
function Mark({ tone }: { readonly tone: StateText['tone'] }) {
  switch (tone) {
    case 'asleep':
      return <Moon className="engine-mark engine-mark-asleep" size={18} strokeWidth={2} aria-hidden />;
    case 'busy':
      return (
        <span className="engine-mark engine-mark-busy">
          <Spinner size={18} />
        </span>
      );
    case 'good':
    case 'idle':
    case 'bad':
      return <span className={`dot dot-large dot-${tone}`} aria-hidden />;
    default:
      return assertNever(tone);
  }
}

/** The stages, while there is something to learn from them. */
function Start({ status, now }: { readonly status: Status; readonly now: number }) {
  const { boot, state, accelerators } = status;
  const isOver = state === 'stopped' || state === 'stopping' || state === 'sleeping';
  if (boot === null || boot.stages.length === 0 || isOver) return null;
  if (state === 'running') {
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
      <StageList boot={boot} now={now} hasFailed={state === 'failed' || state === 'backoff'} />
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
    case 'sleeping':
      if (isFallingAsleep(status)) return null;
      return (
        <>
          <Button icon={StopIcon} isBusy={request === 'stop'} onPress={() => void requestVm('stop')}>
            Stop
          </Button>
          <Button
            kind="primary"
            icon={Sun}
            isBusy={request === 'start'}
            onPress={() => void requestVm('start')}
          >
            Wake
          </Button>
        </>
      );
    case 'running':
      return (
        <>
          <Button icon={Moon} isBusy={request === 'sleep'} onPress={() => void requestVm('sleep')}>
            Sleep
          </Button>
          <Button icon={RotateCw} isBusy={request === 'restart'} onPress={() => askEngineTo('restart')}>
            Restart
          </Button>
          <Button icon={StopIcon} isBusy={request === 'stop'} onPress={() => askEngineTo('stop')}>
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
          {status.state === 'backoff' ? 'Stop trying' : 'Cancel'}
        </Button>
      );
    default:
      return assertNever(status.state);
  }
}

/** How often times on the page go on, in milliseconds; null when they stand still. */
function tickMs({ state }: Status): number | null {
  if (state === 'sleeping') return 15_000;
  return ['preparing', 'booting', 'waiting', 'stopping', 'backoff'].includes(state) ? 100 : null;
}

function subtitle(status: Status, now: number): string {
  const { state, boot, retry } = status;
  switch (state) {
    case 'stopped':
      return 'Containers and images are kept. Start it to use them.';
    case 'sleeping':
      return isFallingAsleep(status)
        ? 'Its memory is being saved beside the data disk.'
        : 'It wakes when it is first used.';
    case 'stopping':
      return 'Containers are ended and the data disk is closed.';
    case 'running':
      return 'It answers on its socket.';
    case 'failed':
      return 'Slipway does not try again by itself.';
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
