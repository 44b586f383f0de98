import { stat } from 'node:fs/promises';
import { SlipwayError } from '../contract/errors.ts';
import type { HomePaths } from '../home/paths.ts';
import { followFile, lastLines } from './tail-file.ts';

/** The logs that can be asked for, by the file that each is in. */
const files = {
  supervisor: 'supervisorLog',
  console: 'consoleLog',
  qemu: 'qemuLog',
  shares: 'sharesLog',
} as const satisfies Readonly<Record<string, keyof HomePaths>>;

/** Whose log it is. */
export type LogSource = keyof typeof files;

/** What `slipway logs` was asked for. */
export interface LogsOptions {
  readonly source: LogSource;
  readonly lines: number;
  readonly follow: boolean;
}

/** `slipway logs`: prints the end of a log; with `follow` until it is interrupted. */
export async function printLogs(paths: HomePaths, { source, lines, follow }: LogsOptions): Promise<void> {
  const path = paths[files[source]];
  const size = (await stat(path).catch(() => undefined))?.size;
  if (size === undefined && !follow) {
    throw new SlipwayError({
      code: 'not-found',
      message: `There is no ${source} log yet (${path}).`,
      hint:
        source === 'shares'
          ? 'It is made by a start with shared folders, where programs of their own show them to the VM.'
          : 'Logs are made by the first `slipway start`.',
    });
  }
  for (const line of await lastLines(path, lines)) write(`${line}\n`);
  if (!follow) return;
  await followFile(path, size ?? 0, new AbortController().signal, write);
}

/** At a terminal without control characters: the guest's console is not to drive it. A file gets every byte. */
function write(text: string): void {
  process.stdout.write(process.stdout.isTTY ? text.replace(/(?![\n\t])\p{Cc}/gu, '') : text);
}
