import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server that answers in place of the engine. */
export interface EngineServer {
  /** Its own, in which the socket is: goes with it. */
  readonly folder: string;
  readonly socketPath: string;
  readonly http: Server;
  /** Ends it and all connections to it but those that were upgraded: whoever has these ends them. */
  close(): Promise<void>;
}

/** Answers on a socket in a new folder. */
export async function serveEngine(answer: RequestListener): Promise<EngineServer> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-engine-'));
  const socketPath = join(folder, 'docker.sock');
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return {
    folder,
    socketPath,
    http: server,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
