import { execFile } from 'node:child_process';
import { z } from 'zod';
import { SlipwayError } from '../contract/errors.ts';

/** What a helper of docker's answers: the name of who logs in, and the password or token. */
const answer = z.object({ Username: z.string(), Secret: z.string() });

/** Milliseconds: a helper may ask its user to unlock a keychain. */
const deadlineMs = 60_000;

/** How a call of a helper ended. What it said may hold a secret. */
export type HelperEnd =
  | { readonly kind: 'done'; readonly said: string }
  | { readonly kind: 'failed'; readonly said: string; readonly error: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'late' };

/** A call of docker's helper `docker-credential-NAME`, by the protocol of docker's helpers. */
export interface HelperCall {
  readonly helper: string;
  readonly action: 'get' | 'store' | 'erase' | 'list';
  /** The registry, or for `store` the login as JSON. */
  readonly input: string;
  /** By its PATH the helper is found. */
  readonly environment: NodeJS.ProcessEnv;
  readonly deadlineMs: number;
}

/** Calls a helper, and kills it when it takes longer than its deadline. Rejects with the signal's reason alone. */
export function callHelper(call: HelperCall, signal: AbortSignal): Promise<HelperEnd> {
  const { helper, action, input, environment: env, deadlineMs: timeout } = call;
  return new Promise((resolve, reject) => {
    const options = { env, timeout, killSignal: 'SIGKILL', signal } as const;
    const child = execFile(`docker-credential-${helper}`, [action], options, (error, stdout, stderr) => {
      if (signal.aborted) return reject(signal.reason);
      if (error === null) return resolve({ kind: 'done', said: stdout });
      if (error.code === 'ENOENT') return resolve({ kind: 'missing' });
      if (error.killed) return resolve({ kind: 'late' });
      // By the protocol what is wrong stands on the standard output.
      resolve({ kind: 'failed', said: stdout, error: stderr });
    });
    // One that ends without reading is told of by its exit.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

/**
 * Asks docker's helper `docker-credential-NAME` for the log-in at a registry; undefined when it has none. Rejects with
 * `client-missing` when it cannot be run, or says something else.
 */
export async function askCredentialHelper(
  helper: string,
  registry: string,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<z.output<typeof answer> | undefined> {
  const program = `docker-credential-${helper}`;
  const refuse = (reason: string, remedy = `Install ${program}`) =>
    new SlipwayError({
      code: 'client-missing',
      message: `The log-in at ${registry} could not be read: ${program} ${reason}.`,
      hint: `${remedy}, or log in again with \`slipway docker login\`.`,
    });
  // It becomes a program's name: what could lead out of PATH is none.
  if (!/^[\w.-]+$/.test(helper)) throw refuse('is not a name of a helper');
  const call = { helper, action: 'get', input: registry, environment, deadlineMs } as const;
  const end = await callHelper(call, signal);
  if (end.kind === 'missing') throw refuse('is not installed');
  if (end.kind === 'failed' && /credentials not found/i.test(end.said)) return undefined;
  if (end.kind !== 'done') throw refuse('has failed', 'Unlock the keychain');
  try {
    return answer.parse(JSON.parse(end.said));
  } catch {
    // What it said may hold the secret: it is not repeated.
    throw refuse('gave no log-in');
  }
}
