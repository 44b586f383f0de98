import { formatSize } from '../../../../main/contract/format.ts';
import { formatCount, formatMoment } from '../../../text/format.ts';
import { visibleText } from '../../../text/visible-text.ts';
import { Button } from '../../../ui/button.tsx';
import { Spinner } from '../../../ui/spinner.tsx';
import type { LogSession } from '../session/log-session.ts';
import { useSaving } from '../session/saving.ts';

/** The strip under a log: how much there is of it, what was left out, and what is being saved. */
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
        {seen === lines ? countText(lines) : `${formatCount(seen)} of ${countText(lines)}`}
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
      <SavingProgress />
    </footer>
  );
}

/** The strip under a log without lines: what is being saved, if anything is. */
export function SavingStrip() {
  const isSaving = useSaving((store) => store.saving !== null);
  return (
    isSaving && (
      <footer className="log-status">
        <SavingProgress />
      </footer>
    )
  );
}

/** How far the saving of a log is. */
function SavingProgress() {
  const saving = useSaving((store) => store.saving);
  if (saving === null) return null;
  const name = saving.path.slice(Math.max(saving.path.lastIndexOf('/'), saving.path.lastIndexOf('\\')) + 1);
  return (
    <span className="log-status-part log-saving" role="status">
      <Spinner size={12} />
      <span className="log-saving-text">
        Saving {visibleText(name)}: {countText(saving.lines)}, {formatSize(saving.bytes)}
      </span>
      <Button kind="quiet" onPress={saving.cancel}>
        Cancel
      </Button>
    </span>
  );
}

function countText(lines: number): string {
  return `${formatCount(lines)} ${lines === 1 ? 'line' : 'lines'}`;
}
