import { formatCount, formatLines, formatMoment } from '../../../text/format.ts';
import { Button } from '../../../ui/button.tsx';
import { Spinner } from '../../../ui/spinner.tsx';
import type { LogSession } from '../session/log-session.ts';

/** The strip under a log: how much there is of it and what was left out. */
export function LogStatus({
  session,
  onRenew,
}: {
  readonly session: LogSession;
  readonly onRenew: () => void;
}) {
  const { store, shown, phase, clearedAt } = session;
  const lines = store.end - store.first;
  const seen = shown.end - shown.first;
  return (
    <footer className="log-status">
      <span className="log-count">
        {seen === lines ? formatLines(lines) : `${formatCount(seen)} of ${formatLines(lines)}`}
      </span>
      {phase.kind === 'reading' && (
        <span className="log-status-part">
          <Spinner size={12} />
          Reading what was there before…
        </span>
      )}
      {store.dropped > 0 && (
        <span className="log-status-part">
          {formatCount(store.dropped)} older ones were let go to save memory; a saved log has all that the
          engine keeps.
        </span>
      )}
      {clearedAt !== null && (
        <span className="log-status-part">
          Cleared at {formatMoment(clearedAt, Date.now())}.
          <Button kind="quiet" onPress={onRenew}>
            Show what was there
          </Button>
        </span>
      )}
    </footer>
  );
}
