import { chmod } from 'node:fs/promises';
import type { Server } from 'node:net';

/** Binds so that no other user can connect, not even before the mode is set. */
export async function listenPrivately(server: Server, path: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // A unix socket is bound before listen() returns. The mask belongs to the whole process, so it must be put back
    // before anything else can run: across an await, two listeners would leave it behind for every later file. Node's
    // own threads may be making files meanwhile, so nothing is masked that their owner needs: a folder without `x` is of no use.
    const previous = process.umask(0o077);
    try {
      server.listen(path, () => {
        server.off('error', reject);
        resolve();
      });
    } finally {
      process.umask(previous);
    }
  });
  await chmod(path, 0o600);
}
