import { isBefore, ownName } from '../../contract/engine/exchange-names.ts';
import { replacesLabel } from '../../contract/engine/recreate.ts';
import { SlipwayError, toFailure } from '../../contract/errors.ts';
import { plainName } from '../plain-name.ts';
import type { Inspected } from './inspected.ts';
import { namesOf, undoneName } from './names.ts';
import { replacedStateLabel } from './recreate-body.ts';
import type { RecreateEngine } from './recreate-engine.ts';

/** Who takes part in an exchange. */
export interface Exchange {
  readonly oldId: string;
  readonly newId: string;
  /** The name that the old one is to have again. */
  readonly own: string;
  readonly now: number;
  /** Whether the old one is to run again. */
  readonly wasRunning: boolean;
  /** Whether the old one was told to stop and may yet do so: it is not started before it has. */
  readonly isStopping: boolean;
}

/**
 * Gives the old one its name back, starts it when it ran, and removes the new one. It may be called at any point of an exchange,
 * and again after it has failed. When the old one cannot be started the new one is put back: one of the two runs, or the error
 * says that none does.
 */
export async function goBack(engine: RecreateEngine, exchange: Exchange, signal: AbortSignal): Promise<void> {
  const { oldId, newId, own, now, wasRunning, isStopping } = exchange;
  const old = await engine.inspect(oldId, signal);
  const next = await engine.inspect(newId, signal);
  const newRan = next.State.Running;
  if (newRan) await engine.stop(newId, signal);
  if (nameOf(next) === own) await engine.rename(newId, undoneName(own, now), signal);
  if (nameOf(old) !== own) await engine.rename(oldId, own, signal);
  if (wasRunning) {
    try {
      if (isStopping) await engine.stop(oldId, signal);
      await engine.start(oldId, signal);
    } catch (error) {
      throw await withNewAgain(engine, exchange, newRan, error, signal);
    }
  }
  await engine.remove(newId, true, signal);
}

/** The old one does not start: the new one gets its place again, and runs if it ran. */
async function withNewAgain(
  engine: RecreateEngine,
  { oldId, newId, own, now }: Exchange,
  newRan: boolean,
  reason: unknown,
  signal: AbortSignal,
): Promise<SlipwayError> {
  const failure = toFailure(reason);
  try {
    await engine.rename(oldId, namesOf(own, now).before, signal);
    await engine.rename(newId, own, signal);
    if (newRan) await engine.start(newId, signal);
    return new SlipwayError({
      ...failure,
      message: `Could not go back: ${failure.message}`,
      hint: newRan
        ? 'The new container runs again in its place.'
        : 'Neither of the two runs. Start one of them.',
    });
  } catch (error) {
    return new SlipwayError({
      ...failure,
      message: `Neither the old nor the new container ${own} runs: ${failure.message}`,
      hint: 'Look for them in the list by the beginning of their names, and start one of them.',
      detail: toFailure(error).message,
    });
  }
}

/**
 * The exchange of which a container is the new one. Rejects when it is none, or the old one is gone. The label alone does not
 * make it one: an image that is made of a container has its labels, and so has whatever is run from it. Both names tell.
 */
export async function exchangeOf(
  engine: RecreateEngine,
  newId: string,
  now: number,
  signal: AbortSignal,
): Promise<Exchange> {
  const next = await engine.inspect(newId, signal);
  const oldId = next.Config.Labels?.[replacesLabel];
  const notOne = new SlipwayError({
    code: 'not-found',
    message: `${nameOf(next)} takes the place of no other container.`,
    hint: 'Its old one may be there under another name: look at the list.',
  });
  if (oldId === undefined) throw notOne;
  const old = await engine.inspect(oldId, signal);
  if (isBefore(nameOf(next)) || ownName(nameOf(old)) !== ownName(nameOf(next))) throw notOne;
  const wasRunning = next.Config.Labels?.[replacedStateLabel] !== 'stopped';
  return { oldId, newId: next.Id, own: ownName(nameOf(next)), now, wasRunning, isStopping: false };
}

/** The old container of an exchange that is over, which may be removed. Rejects for one that is in the midst. */
export async function keptOf(
  engine: RecreateEngine,
  exchange: Exchange,
  signal: AbortSignal,
): Promise<string> {
  const old = await engine.inspect(exchange.oldId, signal);
  if (isBefore(nameOf(old)) && !old.State.Running) return old.Id;
  throw new SlipwayError({
    code: 'busy',
    message: `${nameOf(old)} still has its place: the exchange was not brought to its end.`,
    hint: 'Go back first, and make it anew once more.',
  });
}

function nameOf({ Name }: Inspected): string {
  return plainName(Name);
}
