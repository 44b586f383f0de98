import { type Failure, toFailure } from '../../main/contract/errors.ts';
import { visibleText } from '../text/visible-text.ts';
import { notify } from './notices.ts';
import { usePending } from './pending.ts';

/** How many are acted on at once: more would only wait for each other in the engine. */
const atOnce = 4;

/** What an action on many objects is called. */
export interface ManyWords {
  /** On each row while it waits or is under way: `Removing…`. */
  readonly underWay: string;
  /** `Removed`. */
  readonly done: string;
  /** `remove`. */
  readonly verb: string;
  readonly one: string;
  readonly many: string;
}

/** One object of many. */
export interface OneOfMany {
  /** Of the row on which the action shows. */
  readonly id: string;
  /** Untrusted. */
  readonly name: string;
}

/**
 * Does something to many objects, a few at a time, and says what came of all of it in one notice. Those on which another
 * action is under way are left alone. Answers those that it was done to.
 */
export async function trackMany<T extends OneOfMany>(
  items: readonly T[],
  words: ManyWords,
  act: (item: T) => Promise<void>,
): Promise<readonly T[]> {
  const pending = usePending.getState();
  const free = items.filter(({ id }) => pending[id] === undefined);
  usePending.setState(Object.fromEntries(free.map(({ id }) => [id, words.underWay])));
  const waiting = [...free];
  const done: T[] = [];
  const failed: { readonly name: string; readonly failure: Failure }[] = [];
  const work = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      const { id, name } = item;
      try {
        await act(item);
        done.push(item);
      } catch (error) {
        failed.push({ name, failure: toFailure(error) });
      }
      usePending.setState(
        (now) => Object.fromEntries(Object.entries(now).filter(([key]) => key !== id)),
        true,
      );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const [first] = failed;
  if (first !== undefined && free.length === 1) notify({ kind: 'failure', failure: first.failure });
  else if (first !== undefined) notify({ kind: 'failure', failure: reportOf(words, free.length, failed) });
  else if (done.length > 0) notify({ kind: 'done', text: doneText(words, done) });
  return done;
}

function doneText({ done, many }: ManyWords, items: readonly OneOfMany[]): string {
  const [only] = items;
  return items.length === 1 && only !== undefined
    ? `${done} ${visibleText(only.name)}.`
    : `${done} ${items.length} ${many}.`;
}

/** One failure for all that failed: each with its own reason. */
export function reportOf(
  { done, verb, one, many }: ManyWords,
  all: number,
  failed: readonly { readonly name: string; readonly failure: Failure }[],
): Failure {
  const said =
    failed.length === all
      ? `Could not ${verb} any of ${all} ${many}.`
      : `${done} ${all - failed.length} of ${all} ${many}: ${failed.length === 1 ? `one ${one}` : failed.length} could not be done.`;
  return {
    code: 'engine-request-failed',
    message: said,
    hint: 'What stood in the way of each is below.',
    detail: failed
      .map(({ name, failure }) => `${name}: ${sentence(failure.message)} ${failure.hint}`.trim())
      .join('\n\n'),
  };
}

/** The engine's own words end as they like. */
function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
