import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import { SlipwayError } from '../../contract/errors.ts';
import { askStream } from '../ask.ts';
import { engineError } from '../connection.ts';
import type { Helper } from './helper.ts';

/** Half of an archive with nothing in it: the engine waits for the other half. */
const half = Buffer.alloc(512);

/**
 * Runs something while the engine has the files of a container that does not run mounted at `folder`. It mounts them for as
 * long as an archive is being put in, and lets nobody start or remove the container meanwhile; so an archive with
 * nothing in it is begun, and ended afterwards. Rejects when the engine refuses, as with read-only containers.
 */
export async function whileMounted<T>(
  engine: Docker,
  id: string,
  folder: string,
  helper: Helper,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const doing = 'open the files of the container';
  const body = new PassThrough();
  const put = askStream(
    engine,
    {
      method: 'PUT',
      path: `/containers/${id}/archive`,
      query: { path: '/' },
      body,
      headers: { 'Content-Type': 'application/x-tar' },
    },
    signal,
  );
  // It answers only once the archive has ended: before that it is a refusal.
  const refused = put.then((): never => {
    throw notMounted();
  });
  refused.catch(() => undefined);
  body.write(half);
  try {
    const mounted = helper.ask(['mounted', `${helper.engineTop}${folder}`], signal);
    const { code } = await Promise.race([mounted, refused]);
    if (code !== 0) throw notMounted();
    return await work();
  } catch (error) {
    throw error instanceof SlipwayError || signal.aborted
      ? error
      : engineError({ doing, hints: [readOnly] }, error);
  } finally {
    body.end(half);
    await put.then(
      (answer) => answer.resume(),
      () => undefined,
    );
  }
}

const readOnly = {
  piece: /marked read-only/,
  hint: 'Start it to look at its files: the engine opens those of a read-only container only while it runs.',
};

function notMounted(): SlipwayError {
  return new SlipwayError({
    code: 'engine-request-failed',
    message: 'Could not open the files of the container: the engine does not show where it has mounted them.',
    hint: 'Start the container and open its files again: of one that runs they are reached in another way.',
  });
}
