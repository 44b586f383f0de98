import { spawn } from 'node:child_process';
import type { RunClient } from '../engine/swarm/stacks.ts';
import type { HomePaths } from '../home/paths.ts';
import { clientEnvironment } from './client-environment.ts';
import { locateClient } from './locate-client.ts';

/** Most bytes that are kept of what a command says: its last ones. */
const mostBytes = 65_536;

/** Milliseconds between the request to end and the end by force. */
const patienceMs = 5_000;

/** The bundled client on the engine of a home, for commands that ask for nothing. */
export function boundedClient(paths: HomePaths): RunClient {
  return async (parameters, folder, signal) => {
    const client = await locateClient();
    const environment = await clientEnvironment(paths, client);
    signal.throwIfAborted();
    const child = spawn(client.docker, parameters, {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(folder === undefined ? {} : { cwd: folder }),
    });
    let kept: Buffer = Buffer.alloc(0);
    const hear = (chunk: Buffer) => {
      kept = Buffer.concat([kept, chunk]).subarray(-mostBytes);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    let force: NodeJS.Timeout | undefined;
    const end = () => {
      child.kill('SIGTERM');
      force = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    };
    signal.addEventListener('abort', end, { once: true });
    try {
      const code = await new Promise<number | null>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', resolve);
      });
      signal.throwIfAborted();
      return { ok: code === 0, output: kept.toString('utf8') };
    } finally {
      signal.removeEventListener('abort', end);
      clearTimeout(force);
    }
  };
}
