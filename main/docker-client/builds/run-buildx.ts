import { join } from 'node:path';
import type { HomePaths } from '../../home/paths.ts';
import { clientEnvironment } from '../client-environment.ts';
import { locateClient } from '../locate-client.ts';
import { runLines } from '../run-lines.ts';

/** Milliseconds that buildx gets to take its build back, before it is killed. */
const graceMs = 10_000;

/** Letters of a line: BuildKit tells in one what all steps have written in a while. */
const longestLine = 16_777_216;

/** Letters of what it says that are kept for a failure, the last ones. */
const longestWords = 32_768;

/** What would lead buildx to another builder, or have it keep its notes elsewhere. */
const misleading = ['BUILDX_BUILDER', 'BUILDX_CONFIG'];

/** A run of buildx. */
export interface BuildxRun {
  readonly parameters: readonly string[];
  /** Beside the usual. */
  readonly environment?: Readonly<Record<string, string>>;
  /** By the app's own way to the engine, which does not wake the VM: for what is only looked at. */
  readonly isReading?: boolean;
  /** What it is given to read. */
  readonly input?: string;
  /** Hears each line of its standard output, and of its standard error. */
  readonly onOutput?: (line: string) => void;
  /** Answers whether that was what was expected; all others are what it says of a failure. */
  readonly onMessage?: (line: string) => boolean;
  readonly signal: AbortSignal;
}

/** How buildx ended. */
export interface BuildxEnd {
  readonly ok: boolean;
  /** What it has said that nothing was made of. */
  readonly words: string;
}

/**
 * Runs the bundled buildx on a home's engine. When the signal aborts, it is asked to end as by Ctrl-C, then killed; the promise
 * settles once it has gone. Rejects with `client-missing`, `assets-missing` or the signal's reason.
 */
export async function runBuildx(paths: HomePaths, run: BuildxRun): Promise<BuildxEnd> {
  const { parameters, input, onOutput, onMessage, signal } = run;
  const client = await locateClient();
  const way = run.isReading ? { ...paths, dockerSocket: paths.ownSocket } : paths;
  const usual = await clientEnvironment(way, client);
  const kept = Object.entries(usual).filter(([name]) => !misleading.includes(name));
  let words = '';
  const code = await runLines({
    program: join(client.plugins, process.platform === 'win32' ? 'docker-buildx.exe' : 'docker-buildx'),
    environment: { ...Object.fromEntries(kept), ...run.environment },
    ...{ parameters, input, longestLine, graceMs, signal },
    onLine(line, isError) {
      if (!isError) onOutput?.(line);
      else if (!onMessage?.(line)) words = `${words}${line}\n`.slice(-longestWords);
    },
  });
  signal.throwIfAborted();
  return { ok: code === 0, words: words.trim() };
}
