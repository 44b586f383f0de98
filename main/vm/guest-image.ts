import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { SlipwayError } from '../contract/errors.ts';

const fileSchema = z.object({ name: z.string(), size: z.number(), sha256: z.string() });

/** What this supervisor and the guest agree on: stages, ports, disks, seed. `imageVersion` in scripts/image/build.mjs. */
export const guestInterface = 4;

const versionSchema = z.object({ version: z.number() });

const manifestSchema = z.object({
  arch: z.enum(['x64', 'arm64']),
  contentHash: z.string(),
  files: z.object({ kernel: fileSchema, initrd: fileSchema, root: fileSchema }),
  kernelCommandLine: z.object({ common: z.string(), tcg: z.string() }),
});

type ImageFile = z.output<typeof fileSchema>;

/** The system that the VM boots. */
export interface GuestImage {
  readonly arch: 'x64' | 'arm64';
  readonly contentHash: string;
  readonly kernel: string;
  readonly initrd: string;
  readonly root: string;
  /** For every start, and what is added where the processor is emulated. */
  readonly kernelCommandLine: { readonly common: string; readonly tcg: string };
}

/** Files that this process has found good, each as it was then: whatever is done to a file shows in its times. */
const foundGood = new Map<string, string>();

/**
 * Reads the image in a folder and compares every file with the manifest, byte for byte (SHA-256; a few hundred
 * milliseconds), unless this process has done so and the file is as it was: a wake is not to wait for it. Throws
 * `image-corrupt`, `image-mismatch` or `assets-missing`, naming the file.
 */
export async function loadGuestImage(folder: string, signal: AbortSignal): Promise<GuestImage> {
  const manifest = await readManifest(folder);
  const { kernel, initrd, root } = manifest.files;
  await Promise.all([kernel, initrd, root].map((file) => checkFile(folder, file, signal)));
  return {
    arch: manifest.arch,
    contentHash: manifest.contentHash,
    kernel: join(folder, kernel.name),
    initrd: join(folder, initrd.name),
    root: join(folder, root.name),
    kernelCommandLine: manifest.kernelCommandLine,
  };
}

async function readManifest(folder: string): Promise<z.output<typeof manifestSchema>> {
  const path = join(folder, 'manifest.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw missing(path, error);
  }
  try {
    const manifest: unknown = JSON.parse(text);
    // First, since another version's manifest may look otherwise.
    const { version } = versionSchema.parse(manifest);
    if (version !== guestInterface) throw mismatch(path, version);
    return manifestSchema.parse(manifest);
  } catch (error) {
    if (error instanceof SlipwayError) throw error;
    throw corrupt(path, 'it is not a manifest', error);
  }
}

async function checkFile(folder: string, file: ImageFile, signal: AbortSignal): Promise<void> {
  const path = join(folder, file.name);
  const { size, ino, mtimeNs, ctimeNs } = await stat(path, { bigint: true }).catch((error: unknown) => {
    throw missing(path, error);
  });
  if (size !== BigInt(file.size)) throw corrupt(path, `it has ${size} bytes and not ${file.size}`);
  const present = [file.sha256, ino, mtimeNs, ctimeNs].join(' ');
  if (foundGood.get(path) === present) return;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash, { signal });
  const sum = hash.digest('hex');
  if (sum !== file.sha256)
    throw corrupt(path, `its SHA-256 begins with ${sum.slice(0, 12)} and not ${file.sha256.slice(0, 12)}`);
  foundGood.set(path, present);
}

function mismatch(path: string, version: number): SlipwayError {
  return new SlipwayError({
    code: 'image-mismatch',
    message: `The VM image belongs to another Slipway: ${path} says version ${version}, and this one needs version ${guestInterface}.`,
    hint: 'Install Slipway again, or unset SLIPWAY_ASSETS if it is set; in a checkout run `npm start`. Your containers and volumes lie elsewhere and are safe.',
  });
}

function missing(path: string, cause: unknown): SlipwayError {
  return new SlipwayError(
    { code: 'assets-missing', message: `The VM image lacks a file: ${path}.`, hint: repairHint },
    { cause },
  );
}

function corrupt(path: string, how: string, cause?: unknown): SlipwayError {
  return new SlipwayError(
    { code: 'image-corrupt', message: `The VM image is damaged: ${path}: ${how}.`, hint: repairHint },
    { cause },
  );
}

const repairHint =
  'Install Slipway again; in a checkout, remove build/cache and run `npm start`. Your containers and volumes lie elsewhere and are safe.';
