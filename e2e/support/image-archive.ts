import { createHash } from 'node:crypto';
import { tarOf } from './tar.ts';

/** An archive for `docker load` of an image that is nothing but these files, made without an engine. */
export async function imageArchiveOf(
  name: string,
  files: Readonly<Record<string, string | Buffer>>,
): Promise<Buffer> {
  const layer = await tarOf(files);
  const digest = `sha256:${createHash('sha256').update(layer).digest('hex')}`;
  const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64';
  const rootfs = { type: 'layers', diff_ids: [digest] };
  return tarOf({
    'config.json': JSON.stringify({ architecture, os: 'linux', config: {}, rootfs }),
    'layer.tar': layer,
    'manifest.json': JSON.stringify([{ Config: 'config.json', RepoTags: [name], Layers: ['layer.tar'] }]),
  });
}
