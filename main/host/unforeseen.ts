import { type Failure, SlipwayError, toFailure } from '../contract/errors.ts';
import type { Logger } from '../logging/logger.ts';
import { failureLines } from '../util/failure-lines.ts';
import { withDeadline } from '../util/wait.ts';

/** Stopping a VM, the most that leaving can take, has a deadline of its own below this. In milliseconds. */
const leaveDeadlineMs = 120_000;

/** What a host does about an error that nobody has caught. */
export interface UnforeseenOptions {
  readonly logger: Pick<Logger, 'error'>;
  /** Leaves the home, so that the VM has another host or is stopped. */
  readonly leave: () => Promise<void>;
  /** Tells the user, besides the two lines on standard error; not called while this process still holds the home. */
  readonly tell?: (failure: Failure) => void;
  readonly exit: (code: number) => void;
  readonly deadlineMs?: number;
}

/**
 * Answers what to do with an error that nobody has caught: it ends the process, since what that knows of the VM may be
 * wrong from then on. The error is logged whole, told in two lines, and the home is left before. What goes wrong
 * meanwhile is logged and no more.
 */
export function unforeseenErrors({
  logger,
  leave,
  tell = () => undefined,
  exit,
  deadlineMs = leaveDeadlineMs,
}: UnforeseenOptions): (error: unknown) => Promise<void> {
  let isLeaving = false;
  return async (error) => {
    logger.error('An error that nobody caught; this process ends, the VM does not', { error });
    if (isLeaving) return;
    isLeaving = true;
    const failure = unforeseen(error);
    process.stderr.write(`${failureLines(failure).join('\n')}\n`);
    try {
      await withDeadline(deadlineMs, new AbortController().signal, notLeft, leave);
      tell(failure);
    } catch (problem) {
      logger.error('The home could not be left in good order', { error: problem });
    } finally {
      exit(1);
    }
  };
}

/** Lets this process end by that rule, whichever way an error comes up. Call once. */
export function endOnUnforeseen(options: UnforeseenOptions): void {
  const end = unforeseenErrors(options);
  process.on('uncaughtException', (error) => void end(error));
  process.on('unhandledRejection', (error) => void end(error));
}

function unforeseen(error: unknown): Failure {
  if (error instanceof SlipwayError) return toFailure(error);
  const { message } = toFailure(error);
  return {
    code: 'internal',
    message: `Slipway has to end for an error that it did not expect: ${message.replace(/\.$/, '')}.`,
    hint: 'Start it again: a VM that runs is taken over. `slipway logs` holds the details.',
  };
}

const notLeft = {
  message: 'The home could not be left in time.',
  hint: 'Run `slipway start`, which takes the VM over.',
} as const;
