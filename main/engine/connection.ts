import Docker from 'dockerode';
import { ZodError } from 'zod';
import { SlipwayError } from '../contract/errors.ts';
import { plainReason, withoutNoise } from './plain-reason.ts';

/** Variables that would lead dockerode to another engine than ours, or make it fail on a certificate. */
const misleading = ['DOCKER_HOST', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH', 'DOCKER_PATH_PREFIX'];

/** The engine's API at a unix socket. Opens nothing until it is used. */
export function engineAt(socketPath: string): Docker {
  const kept = misleading.map((name) => [name, process.env[name]] as const);
  for (const name of misleading) delete process.env[name];
  try {
    return new Docker({ socketPath });
  } finally {
    for (const [name, value] of kept) if (value !== undefined) process.env[name] = value;
  }
}

/** What was asked of the engine, in words that fit into "Could not … ". */
export interface Attempt {
  /** Such as `start the container web`. */
  readonly doing: string;
  /** What to try, looked at before what holds for every call. */
  readonly hints?: readonly Hint[];
}

/** A piece of the engine's messages, and what to try when it turns up. */
export interface Hint {
  readonly piece: RegExp;
  readonly hint: string;
}

/** The engine's error answer, as dockerode throws it. */
interface EngineRefusal {
  readonly statusCode: number;
  /** Null for a call whose answer is a stream: then the message alone has the engine's words. */
  readonly json?: { readonly message?: string } | null;
  readonly message: string;
}

/** Pieces of the engine's messages, and what to try when one of them turns up; the first that fits counts. */
const hints: readonly Hint[] = [
  {
    piece: /port is already allocated|address already in use|is already in use by|failed to bind host port/,
    hint: 'Choose another host port, or stop what uses it.',
  },
  {
    piece: /no such image|repository does not exist|not found: manifest|pull access denied/i,
    hint: 'Check the image’s name, or pull it first.',
  },
  {
    piece: /executable file not found|no such file or directory.*exec|exec: /,
    hint: 'The image does not have that program: check the command.',
  },
  {
    piece: /container .* is running|cannot remove .*running/i,
    hint: 'Stop the container first, or remove it by force.',
  },
  {
    piece:
      /image is (being )?used by|image has dependent child images|image is referenced|is using its referenced image/,
    hint: 'Remove what uses the image first.',
  },
  { piece: /volume is in use/, hint: 'Remove the containers that have the volume first.' },
  { piece: /has active endpoints/, hint: 'Disconnect the network’s containers first.' },
  { piece: /pool overlaps|overlaps with/i, hint: 'Choose another subnet: this one is taken.' },
  {
    piece: /predefined address pools have been fully subnetted/,
    hint: 'Remove networks that nothing uses, or give a subnet of your own.',
  },
  { piece: /no space left on device/, hint: 'Free space with `slipway docker system prune`.' },
  { piece: /no such container/i, hint: 'It was removed meanwhile: look at the list again.' },
  { piece: /is not running/, hint: 'Start the container first.' },
  {
    piece: /invalid (reference format|container name|mount|volume)/i,
    hint: 'Correct the value and try again.',
  },
];

/** Turns what dockerode threw into an error that says what was attempted, the engine's own words, and what to try. */
export function engineError(attempt: Attempt, error: unknown): SlipwayError {
  if (error instanceof SlipwayError) return error;
  if (isRefusal(error)) {
    const message = (error.json?.message ?? withoutPrefix(error.message)).trim();
    const reason = plainReason(message);
    const status = `The engine answered with HTTP status ${error.statusCode}.`;
    return new SlipwayError(
      {
        code: error.statusCode === 404 ? 'not-found' : 'engine-request-failed',
        message: `Could not ${attempt.doing}: ${reason === undefined ? withoutNoise(message) : `${reason.words}.`}`,
        hint: reason?.hint ?? hintFor(message, attempt.hints),
        detail: reason === undefined ? status : `${message}\n${status}`,
      },
      { cause: error },
    );
  }
  // It answered: zod's and JSON's own words are of no use to whoever asked.
  if (error instanceof ZodError || error instanceof SyntaxError) {
    return new SlipwayError(
      {
        code: 'engine-request-failed',
        message: `Could not ${attempt.doing}: the engine’s answer was not understood.`,
        hint: 'The engine may be of another version than Slipway expects: see `slipway status`.',
        detail: error.message,
      },
      { cause: error },
    );
  }
  return new SlipwayError(
    {
      code: 'engine-unreachable',
      message: `Could not ${attempt.doing}: the engine cannot be reached (${error instanceof Error ? error.message : String(error)}).`,
      hint: 'Look at the engine’s state; start it when it is stopped.',
    },
    { cause: error },
  );
}

/** The error for what the engine says in the midst of an answer that began well, as a pull's does. */
export function errorInAnswer(attempt: Attempt, message: string): SlipwayError {
  return new SlipwayError({
    code: 'engine-request-failed',
    message: `Could not ${attempt.doing}: ${message.trim()}`,
    hint: hintFor(message, attempt.hints),
  });
}

/** Runs one call to the engine; whatever it throws comes out as {@link engineError} makes it. */
export async function attempt<T>(
  doing: string,
  work: () => Promise<T>,
  hints: readonly Hint[] = [],
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw engineError({ doing, hints }, error);
  }
}

function hintFor(message: string, first: readonly Hint[] = []): string {
  const known = [...first, ...hints].find(({ piece }) => piece.test(message));
  // The engine's log says no more than the engine did.
  return known?.hint ?? '';
}

/** dockerode puts the status and its own name of it before the engine's words. */
function withoutPrefix(message: string): string {
  return message.replace(/^\(HTTP code \d+\) .*? - /, '');
}

function isRefusal(error: unknown): error is EngineRefusal {
  return error instanceof Error && typeof (error as Partial<EngineRefusal>).statusCode === 'number';
}
