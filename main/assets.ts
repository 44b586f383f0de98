import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { SlipwayError } from './contract/errors.ts';
import { findUpwards } from './util/find-upwards.ts';

/** What was built beside the code, as absolute paths. Whether each really is there is for its user to check. */
export interface Assets {
  /** The index itself, for messages. */
  readonly index: string;
  readonly arch: 'x64' | 'arm64';
  /** The VM image: the folder of kernel, initrd, root and manifest. */
  readonly image: { readonly dir: string };
  /** The bundled QEMU; undefined where the system's own is used. */
  readonly qemu: { readonly dir: string } | undefined;
  /** What shows folders of the host to the guest; undefined where there is none. */
  readonly shareServer: { readonly dir: string } | undefined;
  /** The docker client and its plugins. */
  readonly client: { readonly dir: string } | undefined;
  /** Images that a new engine is given, in `docker load` format. */
  readonly bundledImages: { readonly file: string } | undefined;
  /** The image of the local registry, in the same format. */
  readonly registryImage: { readonly file: string } | undefined;
  /** The image in which playbooks run, in the same format; in a checkout alone, once it was made. */
  readonly ansibleImage: { readonly file: string } | undefined;
}

/**
 * Reads the index of what the bootstrap built (build/assets.json) or the package brought (resources/assets.json);
 * SLIPWAY_ASSETS names another one. Throws `assets-missing`.
 */
export async function loadAssets(environment: NodeJS.ProcessEnv = process.env): Promise<Assets> {
  const index =
    environment.SLIPWAY_ASSETS || findUpwards(import.meta.dirname, ['assets.json', 'build/assets.json']);
  if (!index) {
    throw missing('The VM image and the programs that belong to Slipway have not been built.');
  }
  let entries: unknown;
  try {
    entries = JSON.parse(await readFile(index, 'utf8'));
  } catch (error) {
    throw missing(`The list of Slipway's parts, ${index}, cannot be read.`, error);
  }
  const part = (name: string, field: string): string | undefined => {
    const value = fieldOf(fieldOf(entries, name), field);
    return typeof value === 'string' ? resolve(dirname(index), value) : undefined;
  };
  const image = part('image', 'dir');
  if (image === undefined) {
    throw missing(`The list of Slipway's parts, ${index}, names no VM image.`);
  }
  const [qemu, shareServer, client, bundledImages, registryImage, ansibleImage] = [
    part('qemu', 'dir'),
    part('shareServer', 'dir'),
    part('client', 'dir'),
    part('bundledImages', 'file'),
    part('registryImage', 'file'),
    part('ansibleImage', 'file'),
  ];
  return {
    index: resolve(index),
    arch: fieldOf(entries, 'arch') === 'arm64' ? 'arm64' : 'x64',
    image: { dir: image },
    qemu: qemu === undefined ? undefined : { dir: qemu },
    shareServer: shareServer === undefined ? undefined : { dir: shareServer },
    client: client === undefined ? undefined : { dir: client },
    bundledImages: bundledImages === undefined ? undefined : { file: bundledImages },
    registryImage: registryImage === undefined ? undefined : { file: registryImage },
    ansibleImage: ansibleImage === undefined ? undefined : { file: ansibleImage },
  };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function missing(message: string, cause?: unknown): SlipwayError {
  return new SlipwayError(
    {
      code: 'assets-missing',
      message,
      hint: 'In a checkout run `npm start`, which builds what is missing; otherwise install Slipway again.',
      ...(cause instanceof Error ? { detail: cause.message } : {}),
    },
    { cause },
  );
}
