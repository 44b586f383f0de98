import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Copies files into a folder, their holes and their times kept: saved memory and disks are larger than what they hold. */
export async function copySparse(files: readonly string[], folder: string): Promise<void> {
  await promisify(execFile)('cp', ['--archive', '--sparse=always', ...files, folder]);
}
