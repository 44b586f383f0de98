import { open } from 'node:fs/promises';
import type Docker from 'dockerode';
import { mostFileBytes, type SwarmFileKind } from '../../contract/engine/swarm-limits.ts';
import { SlipwayError } from '../../contract/errors.ts';
import { formatSize } from '../../contract/format.ts';
import { askJson } from '../ask.ts';
import { change } from './change.ts';

/** What a secret or config is to hold: a text, or what is in a file, by its path. */
export type FileContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly path: string };

const oneOf: Readonly<Record<SwarmFileKind, string>> = { secrets: 'secret', configs: 'config' };

/** Makes a secret or a config. What it holds is in no message. */
export async function createSwarmFile(
  engine: Docker,
  kind: SwarmFileKind,
  name: string,
  content: FileContent,
  signal: AbortSignal,
): Promise<void> {
  const doing = `create the ${oneOf[kind]} ${name}`;
  // A file that cannot be read is not the engine's fault, and says so itself.
  const bytes = content.kind === 'text' ? Buffer.from(content.text) : await readShort(kind, content.path);
  checkLength(kind, bytes.length, doing);
  const json = { Name: name, Data: bytes.toString('base64') };
  await change(doing, signal, (until) =>
    askJson(engine, { method: 'POST', path: `/${kind}/create`, json }, until),
  );
}

/** Reads a file, and no more of it than tells that it is too long. */
async function readShort(kind: SwarmFileKind, path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const room = Buffer.alloc(mostFileBytes[kind] + 1);
    let length = 0;
    while (length < room.length) {
      const { bytesRead } = await file.read(room, length, room.length - length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return room.subarray(0, length);
  } finally {
    await file.close();
  }
}

function checkLength(kind: SwarmFileKind, length: number, doing: string): void {
  const most = mostFileBytes[kind];
  if (length > 0 && length <= most) return;
  throw new SlipwayError({
    code: 'invalid-argument',
    message: `Could not ${doing}: ${length === 0 ? 'there is nothing in it' : `it has more than ${formatSize(most)}`}.`,
    hint:
      length === 0 ? 'Write something, or choose another file.' : 'Swarm takes no more: use a volume for it.',
  });
}

/** Removes a secret or a config. */
export function removeSwarmFile(
  engine: Docker,
  kind: SwarmFileKind,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  return change(`remove the ${oneOf[kind]}`, signal, (until) =>
    askJson(engine, { method: 'DELETE', path: `/${kind}/${encodeURIComponent(id)}` }, until),
  );
}
