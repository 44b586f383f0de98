import { SlipwayError } from '../../contract/errors.ts';
import { GrpcRefusal } from '../../engine/grpc/open-grpc.ts';
import { delay, never, orAborted, withDeadline } from '../../util/wait.ts';
import type { BuildControl } from './build-control.ts';
import type { HistoryEvent } from './control-messages.ts';

/** Milliseconds between two looks at whether a build is gone. */
const lookEveryMs = 20;

/** Milliseconds that a removal gets that has begun, whoever has left meanwhile. */
const endDeadlineMs = 30_000;

const notOver = {
  message: `Could not remove the build: BuildKit was not done with it within ${endDeadlineMs / 1_000} seconds.`,
  hint: 'The engine may be busy: look at its console, or try again.',
};

/** What BuildKit says of a build that is marked to be removed. */
const marked = /\bis deleted\b/;

/**
 * Has BuildKit forget a build; one that it has forgotten already is no failure. Throws `busy` for one that goes on.
 *
 * BuildKit v0.25 panics, and the engine with it, when it is asked for a list with a limit or a filter (`buildx history ls`) while
 * a build is only *marked* to be removed (moby/buildkit#6598, mended by #6614). It marks the builds that were ever asked for by
 * name, as `buildx history logs` and `inspect` do: it counts who listens for a build, and takes a count of nought for somebody.
 * Such a mark is lifted only by the end of a listener who was there before: so one is there, and leaves. Nobody in this
 * process may ask for a list meanwhile.
 */
export async function forgetBuild(control: BuildControl, ref: string, signal: AbortSignal): Promise<void> {
  const found = (await listedBuilds(control, signal)).find((build) => build.ref === ref);
  if (found === undefined) return;
  if (found.kind === 'started') {
    throw new SlipwayError({
      code: 'busy',
      message: 'Could not remove the build: it goes on.',
      hint: 'Cancel it where it was begun, or wait until it has ended.',
    });
  }
  const leaving = new AbortController();
  const listener = control.listen({ ref }, leaving.signal);
  try {
    // BuildKit counts a listener before it tells it of the build.
    const heard = await orAborted(signal, listener.next());
    if (heard.done) return;
    // From here on to the end, whoever has left meanwhile: a mark that stays is what kills the engine.
    await withDeadline(endDeadlineMs, never, notOver, async (until) => {
      await control.delete(ref, until);
      leaving.abort();
      while (await isMarked(control, ref, until)) await delay(lookEveryMs, until);
    });
  } catch (error) {
    if (!saysMarked(error)) throw error;
  } finally {
    leaving.abort();
    await listener.return(undefined).catch(() => undefined);
  }
}

/** The builds that there are, the newest first, as buildx counts them. */
export async function listedBuilds(
  control: BuildControl,
  signal: AbortSignal,
): Promise<readonly HistoryEvent[]> {
  const builds: HistoryEvent[] = [];
  for await (const event of control.listen({ endsEarly: true }, signal))
    if (event.kind !== 'deleted') builds.push(event);
  return builds.toSorted((a, b) => b.createdAt - a.createdAt);
}

/** Whether a build is marked; it is asked for by its name, which does no harm to one that is gone. */
async function isMarked(control: BuildControl, ref: string, signal: AbortSignal): Promise<boolean> {
  try {
    for await (const _ of control.listen({ ref, endsEarly: true }, signal)) {
      // It is not marked.
    }
    return false;
  } catch (error) {
    if (saysMarked(error)) return true;
    throw error;
  }
}

function saysMarked(error: unknown): boolean {
  return error instanceof GrpcRefusal && marked.test(error.message);
}
