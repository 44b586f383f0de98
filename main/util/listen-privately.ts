import { chmod } from 'node:fs/promises';
import type { Server } from 'node:net';

/** Binds so that no other user can connect, not even before the mode is set. */
export async function listenPrivately(server: Server, path: string): Promise<void> {
  const previous = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
  } finally {
    process.umask(previous);
  }
  await chmod(path, 0o600);
}
