import { execFile } from 'node:child_process';
import { access, constants, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { SlipwayError } from '../../../contract/errors.ts';
import { whyNoProgram } from '../../../util/file-errors.ts';

const manifestSchema = z.object({
  version: z.string(),
  loader: z.string(),
  libraryPath: z.string(),
  firmwareDirs: z.array(z.string()),
  binaries: z.object({ system: z.string() }),
});

/** A QEMU that can be started. */
export interface QemuProgram {
  readonly version: string;
  readonly command: string;
  /** What comes before QEMU's own arguments. */
  readonly leadingArguments: readonly string[];
}

/** The QEMU that the settings name, or the bundled one. Throws `qemu-missing`, naming what was looked for. */
export async function findQemu(setting: string, bundledFolder: string | null): Promise<QemuProgram> {
  if (setting !== '') return findOwnQemu(setting);
  if (bundledFolder === null) {
    throw new SlipwayError({
      code: 'qemu-missing',
      message: 'This installation has no bundled QEMU.',
      hint: installQemu(),
    });
  }
  return findBundledQemu(bundledFolder);
}

async function findBundledQemu(folder: string): Promise<QemuProgram> {
  try {
    const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
    const loader = join(folder, manifest.loader);
    const system = join(folder, manifest.binaries.system);
    await access(loader, constants.X_OK);
    await stat(system);
    return {
      version: manifest.version,
      // Through its own loader with its own libraries: nothing is asked of the host's.
      command: loader,
      leadingArguments: [
        '--library-path',
        join(folder, manifest.libraryPath),
        system,
        ...manifest.firmwareDirs.flatMap((directory) => ['-L', join(folder, directory)]),
      ],
    };
  } catch (error) {
    throw new SlipwayError(
      {
        code: 'qemu-missing',
        message: `The bundled QEMU in ${folder} cannot be used: ${(error as Error).message}.`,
        hint: 'Install Slipway again; in a checkout, remove build/cache and run `npm start`.',
      },
      { cause: error },
    );
  }
}

/** Systems call the package differently, and put the program elsewhere. */
function installQemu(): string {
  const [suffix, debian, fedora] =
    process.arch === 'arm64' ? ['aarch64', 'arm', 'aarch64'] : ['x86_64', 'x86', 'x86'];
  return (
    `Install QEMU (Debian, Ubuntu: qemu-system-${debian}; Fedora: qemu-system-${fedora}; Arch: qemu-base; Homebrew: qemu), ` +
    `and name its program: \`slipway settings set qemu.path "$(command -v qemu-system-${suffix})"\`.`
  );
}

async function findOwnQemu(path: string): Promise<QemuProgram> {
  try {
    const reason = await whyNoProgram(path);
    if (reason !== null) throw new Error(reason);
    const program = { command: path, leadingArguments: [] };
    return { version: await versionOf(program), ...program };
  } catch (error) {
    throw new SlipwayError(
      {
        code: 'qemu-missing',
        message: `The QEMU named by the setting qemu.path cannot be used: ${path}: ${reasonOf(error)}.`,
        hint: 'Correct it, or `slipway settings unset qemu.path` to use the bundled one.',
      },
      { cause: error },
    );
  }
}

/** Starts a QEMU to hear its version. Throws `qemu-missing` where it cannot be started. */
export async function askVersion(
  program: Pick<QemuProgram, 'command' | 'leadingArguments'>,
): Promise<string> {
  try {
    return await versionOf(program);
  } catch (error) {
    throw new SlipwayError(
      {
        code: 'qemu-missing',
        message: `QEMU cannot be started: ${program.command}: ${reasonOf(error)}.`,
        hint: 'Install Slipway again, or correct the setting qemu.path; in a checkout, remove build/cache and run `npm start`.',
      },
      { cause: error },
    );
  }
}

async function versionOf({
  command,
  leadingArguments,
}: Pick<QemuProgram, 'command' | 'leadingArguments'>): Promise<string> {
  const { stdout } = await promisify(execFile)(command, [...leadingArguments, '--version'], {
    timeout: 10_000,
  });
  const version = /version (\d+\.\d+(?:\.\d+)?)/.exec(stdout)?.[1];
  if (version === undefined) throw new Error('it does not tell its version');
  return version;
}

/** A program that ends with an error repeats its command line before its own words. */
function reasonOf(error: unknown): string {
  const { message, killed } = error as Error & { killed?: boolean };
  if (killed === true) return 'it does not answer `--version`';
  return message.startsWith('Command failed') ? 'it ended with an error when asked for its version' : message;
}
