import { Check, Circle, CircleX } from 'lucide-react';
import { formatDuration } from '../../../main/contract/duration.ts';
import type { Boot } from '../../../main/contract/status.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { longestStage, type StageRow, stageRows } from './stage-rows.ts';

interface StageListProps {
  readonly boot: Boot;
  readonly now: number;
  readonly hasFailed: boolean;
}

/** The stages of a start: each by name, with its time so far, its usual time, and both as a bar. */
export function StageList({ boot, now, hasFailed }: StageListProps) {
  const rows = stageRows(boot, now, hasFailed);
  const longest = longestStage(rows);
  return (
    <ol className="stages" aria-label="Stages of the start">
      {rows.map((row) => (
        <Stage key={row.name} row={row} longest={longest} />
      ))}
    </ol>
  );
}

function Stage({ row, longest }: { readonly row: StageRow; readonly longest: number }) {
  const percent = (milliseconds: number) => `${Math.min(100, (milliseconds / longest) * 100)}%`;
  return (
    <li className={`stage stage-${row.state.replace(' ', '-')}`} data-stage={row.name}>
      <StageIcon state={row.state} />
      <span className="stage-title">{row.title}</span>
      <span className="stage-bar" aria-hidden>
        {row.elapsedMs !== null && (
          <span className="stage-bar-fill" style={{ width: percent(row.elapsedMs) }} />
        )}
        {row.usualMs !== null && (
          <span className="stage-bar-usual" style={{ insetInlineStart: percent(row.usualMs) }} />
        )}
      </span>
      <span className="stage-time">
        {row.elapsedMs !== null && formatDuration(row.elapsedMs)}
        {row.state === 'failed' && 'failed'}
      </span>
      <span className="stage-usual">{row.usualMs !== null && `usually ${formatDuration(row.usualMs)}`}</span>
    </li>
  );
}

function StageIcon({ state }: { readonly state: StageRow['state'] }) {
  if (state === 'running') return <Spinner />;
  if (state === 'failed') return <CircleX size={14} className="stage-icon-failed" aria-label="Failed" />;
  if (state === 'done') return <Check size={14} className="stage-icon-done" aria-label="Done" />;
  return <Circle size={8} className="stage-icon-coming" aria-hidden />;
}
