import { join } from 'node:path';
import { clientEnvironment } from '../../../main/docker-client/client-environment.ts';
import { locateClient } from '../../../main/docker-client/locate-client.ts';
import { homePaths } from '../../../main/home/paths.ts';
import type { BenchContext } from './context.ts';
import type { Instance } from './instance.ts';
import { type ProgramOutcome, runProgram } from './run-program.ts';

/** A slow emulated engine takes in 500 MB within it. In milliseconds. */
const deadlineMs = 900_000;

/** Runs docker with these words, as one of several clients that are compared. */
export type Client = (words: readonly string[], folder?: string) => Promise<ProgramOutcome>;

/** The bundled docker client itself, on the engine at a socket, with a configuration of its own in `folder`. */
export async function bareClient(context: BenchContext, socket: string, folder: string): Promise<Client> {
  const client = await locateClient();
  const paths = { ...homePaths(join(folder, 'client')), dockerSocket: socket };
  const env = await clientEnvironment(paths, client);
  return (words, cwd) =>
    runProgram(client.docker, words, { signal: context.signal, deadlineMs, env, ...inFolder(cwd) });
}

/** `slipway docker`, on an instance. */
export function slipwayClient(context: BenchContext, { environment }: Instance): Client {
  const program = join(context.root, 'build/app/main/cli.js');
  return (words, cwd) =>
    runProgram(process.execPath, [program, 'docker', ...words], {
      ...{ signal: context.signal, deadlineMs, env: environment },
      ...inFolder(cwd),
    });
}

function inFolder(cwd: string | undefined) {
  return cwd === undefined ? {} : { cwd };
}
