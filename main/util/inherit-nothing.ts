import { existsSync } from 'node:fs';

/** A program and its arguments. */
export interface CommandLine {
  readonly command: string;
  readonly parameters: readonly string[];
}

const shell = '/bin/bash';

/** Closes every descriptor but the first three, then becomes the program: the process number stays. */
const closeAndBecome = `for fd in /proc/self/fd/*; do fd=\${fd##*/}; if ((fd > 2)); then exec {fd}>&-; fi; done; exec "$@"`;

/**
 * The command line of a program that is to outlive this process. Chromium, unlike Node, opens files and sockets (of the
 * display, of its helpers) that children inherit: a VM would hold them for weeks, and whoever waits for the app's end
 * would wait for the VM's. Elsewhere than in Electron on Linux the system itself sees to it.
 */
export function inheritNothing(
  command: string,
  parameters: readonly string[],
  leaks = process.platform === 'linux' && 'electron' in process.versions && existsSync(shell),
): CommandLine {
  if (!leaks) return { command, parameters };
  return { command: shell, parameters: ['-c', closeAndBecome, 'slipway', command, ...parameters] };
}
