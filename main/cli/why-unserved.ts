import { assertNever } from '../contract/assert-never.ts';
import { type ErrorCode, type Failure, hostLossCodes } from '../contract/errors.ts';
import type { Status } from '../contract/status.ts';

/** Why there is no engine, and what to try. */
export type WhyUnserved = Pick<Failure, 'message' | 'hint'>;

/** Why nothing of this home listens on this computer; undefined while an engine is there, or sleeps and is listened for. */
export function whyUnserved({
  state,
  host,
  problems,
}: Pick<Status, 'state' | 'host' | 'problems'>): WhyUnserved | undefined {
  // What else a status has to tell is no reason for that.
  const ended = problems.find(({ code }) => unexpectedEnds.includes(code));
  switch (state) {
    case 'running':
      return undefined;
    case 'sleeping':
      return host === null
        ? { message: 'The VM sleeps, and the process that listened for it is gone.', hint: startIt }
        : undefined;
    case 'stopped':
      return ended ?? { message: 'The engine is stopped.', hint: startIt };
    case 'failed': {
      // Its reason stands first, whatever its code; its own advice is what helps, since another start would end alike.
      const [reason] = problems;
      return {
        message: `The engine does not run: its start failed. ${reason?.message ?? ''}`.trimEnd(),
        hint: reason?.hint || startIt,
      };
    }
    case 'preparing':
    case 'booting':
    case 'waiting':
    case 'stopping':
    case 'backoff':
      return (
        ended ?? { message: `The engine is not ready (state: ${state}).`, hint: 'See `slipway status`.' }
      );
    default:
      return assertNever(state);
  }
}

/** What a VM or its supervisor that ended without being told to is known by. */
const unexpectedEnds: readonly ErrorCode[] = ['vm-exited', 'vm-orphaned', ...hostLossCodes];

const startIt = 'slipway start';
