import { assertNever } from '../contract/assert-never.ts';
import { type Failure, isHostLoss } from '../contract/errors.ts';
import type { Status } from '../contract/status.ts';

/** Why nothing of this home listens on this computer, and what to try; undefined while an engine is there, or sleeps and is listened for. */
export function whyUnserved({
  state,
  host,
  problems,
}: Pick<Status, 'state' | 'host' | 'problems'>): Pick<Failure, 'message' | 'hint'> | undefined {
  const [first] = problems;
  // Of a VM without a supervisor, and of one that does not listen, the files tell why.
  if (first !== undefined && (first.code === 'vm-orphaned' || isHostLoss(first))) return first;
  switch (state) {
    case 'running':
      return undefined;
    case 'sleeping':
      return host === null
        ? { message: 'The VM sleeps, and the process that listened for it is gone.', hint: startIt }
        : undefined;
    case 'stopped':
      return { message: 'The engine is stopped.', hint: startIt };
    case 'failed':
      return {
        message: `The engine does not run: its start failed. ${first?.message ?? ''}`.trimEnd(),
        hint: first?.hint || startIt,
      };
    case 'preparing':
    case 'booting':
    case 'waiting':
    case 'stopping':
    case 'backoff':
      return { message: `The engine is not ready (state: ${state}).`, hint: 'See `slipway status`.' };
    default:
      return assertNever(state);
  }
}

const startIt = 'slipway start';
