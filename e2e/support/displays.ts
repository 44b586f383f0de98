import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { abortAfter, orAborted } from '../../main/util/wait.ts';
import { hiddenScreen } from '../../scripts/lib/commands.mjs';
import { endChild } from './end-child.ts';
import { xAuthority } from './x-authority.ts';

/** Milliseconds for an X server to say that it is up, on a busy machine; it takes a tenth of a second. */
const startWithinMs = 30_000;

/** What windows find a display by. */
export interface DisplayEnvironment {
  readonly DISPLAY?: string | undefined;
  readonly XAUTHORITY?: string | undefined;
}

/** A display for each lane. */
export interface Displays {
  readonly environments: readonly DisplayEnvironment[];
  /** Idempotent. */
  end(): Promise<void>;
}

/**
 * Displays of their own for the lanes: on one for all, a window that opens takes focus and mouse from those of other lanes. A single
 * lane has the display of this process, where there is one, to be looked at. `userHome`, a home of this run, gets what lets in: by
 * that on their command lines janitor.mjs finds the servers that a killed run leaves.
 */
export async function startDisplays(lanes: number, userHome: string): Promise<Displays> {
  const { DISPLAY, XAUTHORITY = join(homedir(), '.Xauthority') } = process.env;
  if (process.platform !== 'linux' || (lanes === 1 && DISPLAY))
    return { environments: Array(lanes).fill({ DISPLAY, XAUTHORITY }), end: async () => undefined };
  const authority = join(userHome, 'displays');
  await writeFile(authority, xAuthority(randomBytes(16)), { mode: 0o600 });
  const servers = Array.from({ length: lanes }, () => startServer(authority));
  const end = async () => {
    await Promise.all(servers.map(endChild));
  };
  try {
    const numbers = await orAborted(abortAfter(startWithinMs), Promise.all(servers.map(numberOf)));
    return {
      environments: numbers.map((number) => ({ DISPLAY: `:${number}`, XAUTHORITY: authority })),
      end,
    };
  } catch (cause) {
    await end();
    const message =
      'No display could be started for the windows of tests. `npm test` installs what it takes (Xvfb).';
    throw new Error(message, { cause });
  }
}

function startServer(authority: string): ChildProcess {
  const words = `-displayfd 3 -screen 0 ${hiddenScreen} -noreset -nolisten tcp`.split(' ');
  // Apart: Ctrl-C is first told to the windows in it.
  return spawn('Xvfb', [...words, '-auth', authority], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
}

/** The number that a server says once it is up; rejects with what it says when it ends before. */
function numberOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let complaints = '';
    let said = '';
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaints += text;
    });
    (server.stdio[3] as NodeJS.ReadableStream).setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.endsWith('\n')) resolve(said.trim());
    });
    server
      .once('error', reject)
      .once('close', () => reject(new Error(`Xvfb has ended: ${complaints.trim()}`)));
  });
}
