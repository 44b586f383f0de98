import { ProgressBar } from 'react-aria-components';

interface ProgressProps {
  /** What goes on, for who does not see. */
  readonly label: string;
  /** From 0 to 1; null when nobody can know. */
  readonly part: number | null;
  /** Said in place of the percentage. */
  readonly text?: string;
}

/** How much of something is done, as a thin bar. */
export function Progress({ label, part, text }: ProgressProps) {
  return (
    <ProgressBar
      className="progress"
      aria-label={label}
      minValue={0}
      maxValue={1}
      value={part ?? 0}
      isIndeterminate={part === null}
      {...(text === undefined ? {} : { valueLabel: text })}
    >
      <span className="progress-track">
        <span className="progress-fill" style={part === null ? {} : { width: `${part * 100}%` }} />
      </span>
    </ProgressBar>
  );
}
