import { assertNever } from '../contract/assert-never.ts';
import type { Trouble } from '../engine/troubles.ts';
import { plain } from '../util/failure-lines.ts';

/** A notification of the desktop. */
export interface DesktopNotice {
  readonly title: string;
  readonly body: string;
}

/** Most notifications within a time, in milliseconds: when all goes wrong at once nobody reads more. */
const most = 5;
const withinMs = 60_000;

/** What is said of a trouble. */
export function noticeOf(trouble: Trouble): DesktopNotice {
  const name = plain(trouble.name);
  switch (trouble.kind) {
    case 'unhealthy':
      return { title: `${name} is unhealthy`, body: 'Its health check fails.' };
    case 'out-of-memory':
      return {
        title: `${name} ran out of memory`,
        body: 'One of its processes was ended for lack of memory.',
      };
    case 'failed':
      return { title: `${name} has failed`, body: `It ended with exit code ${trouble.exitCode}.` };
    default:
      return assertNever(trouble);
  }
}

/** How troubles get to the desktop. */
export interface NotifyOptions {
  /** Shows a notification; `onClick` when its user presses it. */
  readonly show: (notice: DesktopNotice, onClick: () => void) => void;
  /** Whether the user wants any. */
  readonly isWanted: () => Promise<boolean>;
  /** Shows the container that it is about. */
  readonly open: (id: string) => void;
  /** Shows what has happened to all of them. */
  readonly openEvents: () => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Tells troubles on the desktop, a few at a time. */
export function notifyTroubles({
  show,
  isWanted,
  open,
  openEvents,
  now = Date.now,
}: NotifyOptions): (trouble: Trouble) => Promise<void> {
  let shown: readonly { readonly at: number; readonly id: string }[] = [];
  return async (trouble) => {
    if (!(await isWanted())) return;
    shown = shown.filter(({ at }) => now() - at < withinMs);
    if (shown.length >= most) return;
    shown = [...shown, { at: now(), id: trouble.id }];
    if (shown.length < most) show(noticeOf(trouble), () => open(trouble.id));
    else show(lastNotice(trouble, new Set(shown.map(({ id }) => id)).size), openEvents);
  };
}

/** Stands for all that is not told in the next minute. `containers`: how many the last ones were of. */
function lastNotice({ name }: Trouble, containers: number): DesktopNotice {
  return {
    title: `${containers === 1 ? plain(name) : `${containers} containers`} had trouble ${most} times`,
    body: 'See the events in System for all that happened.',
  };
}
