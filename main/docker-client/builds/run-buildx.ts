import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { SlipwayError } from '../../contract/errors.ts';
import type { HomePaths } from '../../home/paths.ts';
import { linesOf } from '../../util/lines-of.ts';
import { clientEnvironment } from '../client-environment.ts';
import { locateClient } from '../locate-client.ts';

/** Milliseconds that buildx gets to take its build back, before it is killed. */
const graceMs = 10_000;

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
  const { signal } = run;
  const client = await locateClient();
  const way = run.isReading ? { ...paths, dockerSocket: paths.ownSocket } : paths;
  const usual = await clientEnvironment(way, client);
  signal.throwIfAborted();
  const program = join(client.plugins, process.platform === 'win32' ? 'docker-buildx.exe' : 'docker-buildx');
  const kept = Object.entries(usual).filter(([name]) => !misleading.includes(name));
  const child = spawn(program, run.parameters, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...Object.fromEntries(kept), ...run.environment },
  });
  // One that ends without reading is told of by its exit.
  child.stdin.on('error', () => undefined);
  child.stdin.end(run.input ?? '');
  let late: NodeJS.Timeout | undefined;
  const stop = () => {
    child.kill('SIGINT');
    late = setTimeout(() => child.kill('SIGKILL'), graceMs);
  };
  signal.addEventListener('abort', stop, { once: true });
  let words = '';
  const hear = async (lines: AsyncIterable<string>, take: (line: string) => boolean) => {
    for await (const line of lines) if (!take(line)) words = `${words}${line}\n`.slice(-longestWords);
  };
  const takeOutput = (line: string) => {
    run.onOutput?.(line);
    return true;
  };
  try {
    const exited = once(child, 'exit').catch((error: unknown) => {
      throw notStarted(program, error);
    });
    const [[code]] = await Promise.all([
      exited as Promise<[number | null]>,
      hear(linesOf(child.stdout.setEncoding('utf8')), takeOutput),
      hear(linesOf(child.stderr.setEncoding('utf8')), run.onMessage ?? (() => false)),
    ]);
    signal.throwIfAborted();
    return { ok: code === 0, words: words.trim() };
  } finally {
    // Nobody hears it any more: it may be told of an end by none.
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    clearTimeout(late);
    signal.removeEventListener('abort', stop);
  }
}

function notStarted(program: string, error: unknown): SlipwayError {
  return new SlipwayError(
    {
      code: 'client-missing',
      message: `The program ${program} could not be started: ${error instanceof Error ? error.message : String(error)}.`,
      hint: 'In a checkout run `npm start`, which builds it again; otherwise install Slipway again.',
    },
    { cause: error },
  );
}
