import { lstat, rm } from 'node:fs/promises';
import type { Server } from 'node:net';
import { isMissing } from './file-errors.ts';
import { fileIdentity } from './file-identity.ts';
import { listenPrivately } from './listen-privately.ts';

/** Listens at a path of the file system for as long as it is wanted, whatever becomes of the socket's file. */
export interface LastingListener {
  /**
   * Listens anew when its socket is not at the path any more: removed by hand or by a cleaner of old files, or replaced. Who is
   * connected stays so. Answers whether it had to. Rejects when nothing can be made there; to be tried again.
   */
  keep(): Promise<boolean>;
  /** Listens no more. Resolves when no connection is left; those are the caller's to end. Idempotent. */
  close(): Promise<void>;
}

/** Listens (0600) at `path`, where a stale socket is replaced, with a server that `create` makes anew each time. */
export async function listenLastingly(path: string, create: () => Server): Promise<LastingListener> {
  const ended: Promise<void>[] = [];
  let server: Server | undefined;
  let bound: string | undefined;
  let isClosed = false;

  const end = () => {
    const ending = server;
    server = undefined;
    // It removes what is at the path, its socket or not: the next one is bound afterwards.
    if (ending !== undefined) ended.push(new Promise((resolve) => ending.close(() => resolve())));
    bound = undefined;
  };
  const begin = async () => {
    await rm(path, { force: true });
    // Once it is closed the path is somebody else's.
    if (isClosed) return;
    server = create();
    bound = undefined;
    await listenPrivately(server, path);
    bound = await identify(path);
  };
  let last = begin();
  await last;

  return {
    keep() {
      const kept = last
        .catch(() => undefined)
        .then(async () => {
          const isThere = bound !== undefined && (await identify(path)) === bound;
          if (isThere || isClosed) return false;
          end();
          await begin();
          return true;
        });
      last = kept.then(() => undefined);
      last.catch(() => undefined);
      return kept;
    },
    async close() {
      isClosed = true;
      end();
      await last.catch(() => undefined);
      end();
      await Promise.all(ended);
    },
  };
}

/** Which file is at a path; undefined when none is. */
async function identify(path: string): Promise<string | undefined> {
  try {
    return fileIdentity(await lstat(path, { bigint: true }));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
