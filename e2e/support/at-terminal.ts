import { spawn } from 'node:child_process';
import { abortAfter, poll } from '../../main/util/wait.ts';

/** A command line that runs at a terminal of its own. */
export interface AtTerminal {
  /** What the terminal has shown so far. */
  shown(): string;
  /** Resolves when the terminal has shown this. Rejects after `withinMs`, or when the command ends before. */
  until(text: string | RegExp, withinMs?: number): Promise<void>;
  /** Types: control characters are what keys with Ctrl send. */
  type(text: string): void;
  /** Closes the terminal under whatever runs there. */
  close(): void;
  /** The command's exit code, or 128 more than the number of the signal that ended it; null after `close`. */
  readonly ended: Promise<number | null>;
}

/** Runs a shell's command line at a terminal, by `script` of util-linux. */
export function runAtTerminal(
  command: string,
  { env, cwd }: { readonly env: NodeJS.ProcessEnv; readonly cwd: string },
): AtTerminal {
  const child = spawn('script', ['-qec', command, '/dev/null'], { env: { ...env, SHELL: '/bin/sh' }, cwd });
  let text = '';
  let isOver = false;
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => {
      text += piece.toString();
    });
  // What has ended reads no more.
  child.stdin.on('error', () => undefined);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      isOver = true;
      resolve(code);
    });
  });
  return {
    shown: () => text,
    async until(wanted, withinMs = 120_000) {
      const isShown = () => (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text));
      await poll(50, abortAfter(withinMs), () => (isShown() || isOver ? true : undefined)).catch(
        () => undefined,
      );
      if (!isShown()) throw new Error(`The terminal of ${command} has not shown ${wanted}, but:\n${text}`);
    },
    type: (keys) => void child.stdin.write(keys),
    close: () => void child.kill('SIGKILL'),
    ended,
  };
}
