import { Agent, request } from 'node:http';

/** Where an engine is reached. */
export type EngineAddress =
  | { readonly socketPath: string }
  | { readonly host: string; readonly port: number };

/** No answer to a ping within this many milliseconds counts as a failure. */
const pingDeadlineMs = 30_000;

/** Sends one `/_ping` and gives how long the whole answer took, in milliseconds. Without an agent: on a new connection. */
export async function timePing(address: EngineAddress, agent: Agent | false = false): Promise<number> {
  const begun = performance.now();
  await new Promise<void>((resolve, reject) => {
    const asked = request(
      { ...address, agent, path: '/_ping', headers: { Host: 'docker' }, timeout: pingDeadlineMs },
      (response) => {
        response.resume();
        response.once('error', reject);
        response.once('end', () =>
          response.statusCode === 200
            ? resolve()
            : reject(new Error(`/_ping was answered ${response.statusCode}`)),
        );
      },
    );
    asked.once('timeout', () =>
      asked.destroy(new Error(`/_ping was not answered in ${pingDeadlineMs / 1000} s`)),
    );
    asked.once('error', reject);
    asked.end();
  });
  return performance.now() - begun;
}

/** An agent that keeps one connection, for pings one after another. */
export function keptConnection(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 1 });
}

/** As the DOCKER_HOST of a docker client. */
export function dockerHostOf(address: EngineAddress): string {
  return 'socketPath' in address ? `unix://${address.socketPath}` : `tcp://${address.host}:${address.port}`;
}
