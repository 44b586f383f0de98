import type { RunClient } from '../engine/swarm/stacks.ts';
import type { HomePaths } from '../home/paths.ts';
import { clientEnvironment } from './client-environment.ts';
import { locateClient } from './locate-client.ts';
import { runLines } from './run-lines.ts';

/** Most characters that are kept of what a command says: its last ones. */
const longestOutput = 65_536;

/** Milliseconds between the request to end and the end by force. */
const graceMs = 5_000;

/** The bundled client on the engine of a home, for commands that ask for nothing. */
export function boundedClient(paths: HomePaths): RunClient {
  return async (parameters, folder, signal) => {
    const client = await locateClient();
    const environment = await clientEnvironment(paths, client);
    let output = '';
    const onLine = (line: string) => {
      output = `${output}${line}\n`.slice(-longestOutput);
    };
    const code = await runLines({
      ...{ program: client.docker, parameters, environment, folder },
      ...{ graceMs, onLine, signal },
    });
    signal.throwIfAborted();
    return { ok: code === 0, output };
  };
}
