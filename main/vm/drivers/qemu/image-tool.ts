import { execFile } from 'node:child_process';
import { access, constants, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { SlipwayError } from '../../../contract/errors.ts';

const manifestSchema = z.object({
  loader: z.string(),
  libraryPath: z.string(),
  binaries: z.object({ img: z.string() }),
});

/** How a disk is kept in a file: byte by byte with holes, or compressed. */
export type DiskFormat = 'raw' | 'qcow2';

/** A disk in a file. */
export interface DiskFile {
  readonly path: string;
  readonly format: DiskFormat;
}

/** Copies a disk from one form to another. `progress`: from 0 to 1. Rejects with `disk-full` where that is why. */
export type ConvertDisk = (
  from: DiskFile,
  to: DiskFile,
  progress: (done: number) => void,
  signal: AbortSignal,
) => Promise<void>;

/** Told by qemu-img as it goes: "    (12.34/100%)". */
const progressPattern = /\((\d+\.\d+)\/100%\)/g;

/** A `qemu-img` that can be started. */
export interface ImageProgram {
  readonly command: string;
  /** What comes before its own arguments. */
  readonly leading: readonly string[];
}

/** The `qemu-img` of the bundled QEMU, or the one beside the user's own QEMU; undefined when there is none. */
export async function findImageProgram(
  bundledFolder: string | null,
  ownQemu: string,
): Promise<ImageProgram | undefined> {
  if (bundledFolder !== null) {
    const text = await readFile(join(bundledFolder, 'manifest.json'), 'utf8').catch(() => '{}');
    const manifest = manifestSchema.safeParse(JSON.parse(text));
    if (manifest.success) {
      const { loader, libraryPath, binaries } = manifest.data;
      const leading = ['--library-path', join(bundledFolder, libraryPath), join(bundledFolder, binaries.img)];
      return { command: join(bundledFolder, loader), leading };
    }
  }
  const beside = join(dirname(ownQemu), process.platform === 'win32' ? 'qemu-img.exe' : 'qemu-img');
  const usable = ownQemu !== '' && (await access(beside, constants.X_OK).then(yes, no));
  return usable ? { command: beside, leading: [] } : undefined;
}

/** What copies disks, by the program that {@link findImageProgram} finds. */
export async function findImageTool(
  bundledFolder: string | null,
  ownQemu: string,
): Promise<ConvertDisk | undefined> {
  const program = await findImageProgram(bundledFolder, ownQemu);
  return program === undefined ? undefined : convertBy(program);
}

const yes = () => true;
const no = () => false;

function convertBy({ command, leading }: ImageProgram): ConvertDisk {
  return (from, to, progress, signal) =>
    new Promise((resolve, reject) => {
      // -U: a VM that stands still holds its lock on the disk.
      const parameters = ['convert', '-p', '-U', '-f', from.format, '-O', to.format];
      if (to.format === 'qcow2') parameters.push('-c', '-o', 'compression_type=zstd');
      const child = execFile(
        command,
        [...leading, ...parameters, from.path, to.path],
        { signal, killSignal: 'SIGKILL', maxBuffer: 16 * 1024 * 1024 },
        (error, _output, words) => {
          if (signal.aborted) reject(signal.reason);
          else if (error !== null) reject(conversionFailure(to.path, words.trim() || error.message, error));
          else resolve();
        },
      );
      child.stdout?.on('data', (text: string) => {
        const last = [...text.matchAll(progressPattern)].at(-1)?.[1];
        if (last !== undefined) progress(Number(last) / 100);
      });
    });
}

function conversionFailure(path: string, words: string, cause: unknown): SlipwayError {
  const full = /No space left|Disk quota/.test(words);
  return new SlipwayError(
    {
      code: full ? 'disk-full' : 'home-unwritable',
      message: `The copy of a disk, ${path}, could not be written: ${words.replace(/\.$/, '')}.`,
      hint: full ? 'Free some space and try again.' : 'See `slipway logs`.',
    },
    { cause },
  );
}
