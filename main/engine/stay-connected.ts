import { request } from 'node:http';

/** Events of a kind that hardly ever happens: what matters is the connection. */
const quietEvents = `/events?filters=${encodeURIComponent(JSON.stringify({ type: ['daemon'] }))}`;

/**
 * Is a client of the engine's socket until the answer is called, so that a VM in which somebody works beside the engine,
 * such as in a shell, is not taken to be idle. Best effort: where there is no engine nothing happens.
 */
export function stayConnected(socketPath: string): () => void {
  const asked = request(
    { socketPath, path: quietEvents, agent: false, headers: { Host: 'docker' } },
    (response) => {
      response.on('error', () => undefined);
      response.resume();
    },
  );
  asked.on('error', () => undefined);
  asked.end();
  return () => asked.destroy();
}
