import { isAsleep, isRunning, useStatus } from '../../../state/status-store.ts';
import { visibleOutput, visibleText } from '../../../text/visible-text.ts';
import type { LogSession } from '../session/log-session.ts';

interface LogTroublesProps {
  readonly session: LogSession;
  readonly isGone: boolean;
  readonly isOfAll: boolean;
}

/** Strips over the lines: why no more come, and whose do not come at all. Without lines LogEmpty says it. */
export function LogTroubles({ session, isGone, isOfAll }: LogTroublesProps) {
  const running = useStatus(isRunning);
  const asleep = useStatus(isAsleep);
  const { store, phase, unreadable, containers } = session;
  const texts: string[] = [];
  if (store.end > store.first) {
    if (isGone)
      texts.push('This container was removed. What is left of its log is here until you leave this page.');
    else if (asleep) texts.push('The engine sleeps. The lines stay, and go on once it is awake.');
    else if (!running) texts.push('The engine does not run. The lines stay, and go on once it does.');
    else if (phase.kind === 'away')
      texts.push(`The connection to the engine was lost and is tried again. ${visibleOutput(phase.message)}`);
    else if (phase.kind === 'failed')
      texts.push(`No more lines come: ${visibleOutput(phase.failure.message)} ${phase.failure.hint}`);
  }
  if (isOfAll && unreadable.size > 0) {
    const names = [...unreadable.keys()].map((place) => visibleText(containers[place]?.name ?? ''));
    const few =
      names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
    texts.push(`The engine keeps no log of ${few} that could be read here.`);
  }
  return texts.map((text) => (
    <p key={text} className="view-strip log-trouble" role="status">
      {text}
    </p>
  ));
}
