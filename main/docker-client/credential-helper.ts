import { execFile } from 'node:child_process';
import { z } from 'zod';
import { SlipwayError } from '../contract/errors.ts';

/** What a helper of docker's answers: the name of who logs in, and the password or token. */
const answer = z.object({ Username: z.string(), Secret: z.string() });

/** Milliseconds: a helper may ask its user to unlock a keychain. */
const deadlineMs = 60_000;

/**
 * Asks docker's helper `docker-credential-NAME` for the log-in at a registry; undefined when it has none. Rejects with
 * `client-missing` when it cannot be run, or says something else.
 */
export function askCredentialHelper(
  helper: string,
  registry: string,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<z.output<typeof answer> | undefined> {
  const program = `docker-credential-${helper}`;
  const refuse = (reason: string) =>
    new SlipwayError({
      code: 'client-missing',
      message: `The log-in at ${registry} could not be read: ${program} ${reason}.`,
      hint: `Install ${program}, or log in again with \`slipway docker login\`.`,
    });
  // It becomes a program's name: what could lead out of PATH is none.
  if (!/^[\w.-]+$/.test(helper)) return Promise.reject(refuse('is not a name of a helper'));
  return new Promise((resolve, reject) => {
    const options = { env: environment, timeout: deadlineMs, killSignal: 'SIGKILL', signal } as const;
    const child = execFile(program, ['get'], options, (error, stdout) => {
      if (signal.aborted) return reject(signal.reason);
      // By the protocol of these helpers what is wrong stands on the standard output.
      if (error !== null && /credentials not found/i.test(stdout)) return resolve(undefined);
      if (error !== null) {
        const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
        return reject(refuse(isMissing ? 'is not installed' : 'has failed'));
      }
      try {
        resolve(answer.parse(JSON.parse(stdout)));
      } catch {
        // What it said may hold the secret: it is not repeated.
        reject(refuse('gave no log-in'));
      }
    });
    // One that ends without reading is told of by its exit.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(registry);
  });
}
