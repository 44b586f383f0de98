import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { SlipwayError } from '../contract/errors.ts';
import type { HomePaths } from '../home/paths.ts';
import { findUpwards } from '../util/find-upwards.ts';
import { inheritNothing } from '../util/inherit-nothing.ts';

/** A host that was just started, in a session of its own. */
export interface SpawnedHost {
  readonly pid: number;
  /**
   * Settles when the host has ended: with its last words as an error, or with null when it left in peace, as one does
   * that finds another host there already. Never rejects.
   */
  readonly ended: Promise<SlipwayError | null>;
}

/**
 * Starts the process that supervises the VM without a window. It outlives this one and its terminal; what it prints
 * goes to a log.
 */
export function spawnHost(paths: HomePaths): SpawnedHost {
  const program = findUpwards(import.meta.dirname, ['host.js', 'build/app/main/host.js']);
  if (program === undefined) {
    throw new SlipwayError({
      code: 'assets-missing',
      message: 'The program that supervises the VM (build/app/main/host.js) has not been built.',
      hint: 'In a checkout run `npm start`, which builds it; otherwise install Slipway again.',
    });
  }
  const output = openSync(paths.hostOutput, 'w', 0o600);
  try {
    const line = inheritNothing(process.execPath, [program]);
    const child = spawn(line.command, line.parameters, {
      detached: true,
      // Not the caller's folder: a host that lives for weeks must not keep a file system from being unmounted.
      cwd: paths.home,
      stdio: ['ignore', output, output],
      env: {
        ...process.env,
        SLIPWAY_HOME: paths.home,
        // From the window, this program is Electron: it is told to be the plain Node that it holds.
        ...('electron' in process.versions ? { ELECTRON_RUN_AS_NODE: '1' } : {}),
      },
    });
    child.unref();
    const ended = new Promise<SlipwayError | null>((resolve) => {
      child.once('error', (error) => resolve(endedError(paths, `it could not be run: ${error.message}`)));
      child.once('exit', (code, signal) => {
        if (code === 0) return resolve(null);
        const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
        lastWords(paths, how).then(resolve, () => resolve(endedError(paths, how)));
      });
    });
    return { pid: child.pid ?? 0, ended };
  } finally {
    closeSync(output);
  }
}

/** The two lines in which a host that could not begin says why; failing these, the last line it printed. */
async function lastWords(paths: HomePaths, how: string): Promise<SlipwayError> {
  const text = await readFile(paths.hostOutput, 'utf8');
  const [, message, hint] = /^slipway: (.*)\n {2}try: (.*)$/m.exec(text) ?? [];
  if (message !== undefined && hint !== undefined) {
    return new SlipwayError({ code: 'host-unreachable', message, hint });
  }
  const last = text.trim().split('\n').at(-1);
  return endedError(paths, last ? `${how}, ${last}` : how);
}

function endedError(paths: HomePaths, how: string): SlipwayError {
  return new SlipwayError({
    code: 'host-unreachable',
    message: `The process that supervises the VM ended at once: ${how}.`,
    hint: `See ${paths.hostOutput} and \`slipway logs\`.`,
  });
}
