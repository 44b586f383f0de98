import { create } from 'zustand';
import { type Failure, toFailure } from '../../main/contract/errors.ts';

/** What can be done about what a notice tells. */
export interface Offer {
  readonly title: string;
  readonly onAction: () => void;
}

/** What came of an action. */
export type Notice =
  | { readonly kind: 'done'; readonly text: string }
  /** Something that its user has waited for: it stays, since they may be elsewhere when it comes. */
  | { readonly kind: 'news'; readonly text: string; readonly offers?: readonly Offer[] }
  | { readonly kind: 'failure'; readonly failure: Failure; readonly offers?: readonly Offer[] };

/** A notice on the screen. */
export type ShownNotice = Notice & { readonly id: number };

/** Milliseconds for which a good word stays; everything else stays until it is dismissed. */
const doneStaysMs = 4_000;

/** Most notices on the screen: the oldest go first. */
const mostNotices = 4;

let nextId = 1;

/** The notices on the screen, the newest last. */
export const useNotices = create<{ readonly notices: readonly ShownNotice[] }>(() => ({ notices: [] }));

/** Shows what came of an action. The same failure twice is shown once. */
export function notify(notice: Notice): void {
  const id = nextId;
  nextId += 1;
  useNotices.setState(({ notices }) => ({
    notices: [...notices.filter((shown) => !isSame(shown, notice)), { ...notice, id }].slice(-mostNotices),
  }));
  if (notice.kind === 'done') setTimeout(() => dismiss(id), doneStaysMs);
}

/** Shows what was thrown. */
export function notifyFailure(error: unknown): void {
  notify({ kind: 'failure', failure: toFailure(error) });
}

/** Does what a notice offers; one of which nothing more is offered has been answered, and goes. */
export function takeOffer(id: number, offer: Offer): void {
  useNotices.setState(({ notices }) => ({
    notices: notices.flatMap((notice) => {
      if (notice.id !== id || notice.kind === 'done') return [notice];
      const offers = notice.offers?.filter((one) => one !== offer) ?? [];
      return offers.length === 0 ? [] : [{ ...notice, offers }];
    }),
  }));
  offer.onAction();
}

/** Takes a notice off the screen. */
export function dismiss(id: number): void {
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}

function isSame(a: Notice, b: Notice): boolean {
  if (a.kind === 'failure') return b.kind === 'failure' && a.failure.message === b.failure.message;
  return b.kind === a.kind && a.text === b.text;
}
