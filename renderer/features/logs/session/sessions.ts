import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { readStream } from '../../../read-stream.ts';
import { openSearchWorker } from '../search/open-search-worker.ts';
import { type LogRange, parametersOf } from './log-range.ts';
import { LogSession } from './log-session.ts';

/** Whose log is looked at: of every container, of one, of the tasks of a Swarm's service, or of a Compose project. */
export type LogScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'container' | 'service'; readonly id: string }
  /** All containers of it, those to come, too. */
  | { readonly kind: 'project'; readonly name: string };

interface Kept {
  readonly session: LogSession;
  users: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Milliseconds for which a log that nobody looks at stays open: who comes back at once finds it as it was. */
const keptMs = 15_000;

const kept = new Map<string, Kept>();

/** Opens a log, or goes on with it; renders anew when it changes. `renewal` is another number for one that begins anew. */
export function useLogSession(scope: LogScope, range: LogRange, renewal: number): LogSession {
  const key = JSON.stringify([scope, range, renewal]);
  const session = useMemo(() => open(key).session, [key]);
  useEffect(() => {
    const own = open(key);
    own.users += 1;
    clearTimeout(own.timer);
    return () => {
      own.users -= 1;
      if (own.users === 0) closeSoon(key, own);
    };
  }, [key]);
  useSyncExternalStore(session.subscribe, session.readVersion);
  return session;
}

function open(key: string): Kept {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const [scope, range] = JSON.parse(key) as [LogScope, LogRange];
  const parameters = parametersOf(scope, range, Date.now());
  const session = new LogSession((signal) => readStream('logs.follow', parameters, signal), openSearchWorker);
  const own: Kept = { session, users: 0, timer: undefined };
  kept.set(key, own);
  closeSoon(key, own);
  return own;
}

function closeSoon(key: string, own: Kept): void {
  clearTimeout(own.timer);
  own.timer = setTimeout(() => {
    own.session.close();
    if (kept.get(key) === own) kept.delete(key);
  }, keptMs);
}
