import { toFailure } from '../contract/errors.ts';
import type { Log } from '../logging/logger.ts';
import { abortAfter } from '../util/wait.ts';
import type { Supervisor } from '../vm/supervisor.ts';

/** A guest under load does what it is told within a second or two. In milliseconds. */
const guestDeadlineMs = 10_000;

/** Between two tries to tell a guest what it has not taken, in milliseconds: one of an older Slipway never will. */
const againMs = 60_000;

/** Something that a guest is to know as it is now, for as long as it runs. */
export interface ToldGuest {
  /** Tells the VM that runs what has changed. Never rejects. */
  look(): Promise<void>;
  /** It is told no more. */
  close(): void;
}

/** What a guest is told with. */
export interface GuestWord {
  readonly supervisor: () => Pick<Supervisor, 'present' | 'view'>;
  /** The verb of its control port (vm-assets/root/usr/lib/slipway/control). */
  readonly verb: string;
  /** What stands behind the verb, as it is now; undefined while that is not known. Must not reject. */
  readonly words: () => Promise<readonly string[] | undefined>;
  /** What it is about, for the log. */
  readonly about: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

/** What which VM was told. */
interface Told {
  readonly pid: number;
  readonly words: string;
}

/** Tells each VM that runs once, and again when it has changed or was not taken. */
export function keepGuestTold({ supervisor: find, verb, words, about, now, log }: GuestWord): ToldGuest {
  /** What which VM was told last. */
  let told: Told | undefined;
  /** What it did not take, and when it was told. */
  let refused: (Told & { readonly at: number }) | undefined;
  let looking: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let isOver = false;

  const tell = async () => {
    const supervisor = find();
    const wanted = await words();
    const machine = supervisor.present();
    if (wanted === undefined || machine === undefined || isOver) return;
    // Not while it starts: what it says at its gate is saved for all starts.
    if (supervisor.view().state.kind !== 'running') return;
    const { pid } = machine.record.process;
    const text = wanted.join(' ');
    const isSame = (other: Told | undefined) => other?.pid === pid && other.words === text;
    if (isSame(told) || (isSame(refused) && now() - (refused?.at ?? 0) < againMs)) return;
    try {
      await machine.control.ask([verb, ...wanted], abortAfter(guestDeadlineMs));
      told = { pid, words: text };
      refused = undefined;
    } catch (error) {
      log('warn', `${about}: ${toFailure(error).message}`);
      refused = { pid, words: text, at: now() };
      // It may have taken a part of it: what it was told before is told again when it is wanted again.
      told = undefined;
    }
  };

  /** One after the other: the last word that is said is the last that holds. Whoever asks meanwhile shares the next. */
  const look = (): Promise<void> => {
    if (looking === undefined) {
      looking = tell().finally(() => {
        looking = undefined;
      });
      return looking;
    }
    next ??= looking.then(() => {
      next = undefined;
      return look();
    });
    return next;
  };

  return {
    look,
    close() {
      isOver = true;
    },
  };
}
