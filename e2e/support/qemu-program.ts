import { writeFile } from 'node:fs/promises';
import { findQemu } from '../../main/vm/drivers/qemu/program.ts';

/** How a program is to differ from the bundled QEMU; both are text of a shell script. */
export interface QemuProgramOptions {
  /** Run before QEMU, with QEMU's arguments as its own. */
  readonly before?: string;
  /** Words after QEMU's own arguments. */
  readonly more?: string;
}

/** Writes a program that runs the bundled QEMU, to be named by the setting qemu.path. */
export async function writeQemuProgram(
  path: string,
  bundledQemu: string | null,
  { before = '', more = '' }: QemuProgramOptions,
): Promise<void> {
  const { command, leadingArguments } = await findQemu('', bundledQemu);
  const words = [command, ...leadingArguments].map(quoteForShell).join(' ');
  await writeFile(path, `#!/bin/sh\n${before}\nexec ${words} "$@" ${more}\n`, { mode: 0o700 });
}

/** A word of a shell script, whatever is in it. */
export function quoteForShell(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
