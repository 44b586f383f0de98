import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import type { EngineApi } from './engine-api.ts';

const image = 'slipway/busybox';

/** The largest projects that people run have about so many containers. */
const perProject = 25;

/**
 * Makes containers that were never started: `many-0` and on, most of them in Compose projects. A thousand take about ten
 * seconds.
 */
export async function makeContainers(api: EngineApi, count: number): Promise<void> {
  await api.many(count, async (index) => {
    const project = index % 10 === 0 ? undefined : `project-${Math.floor(index / perProject)}`;
    const labels = {
      'com.docker.compose.project': project ?? '',
      'com.docker.compose.service': project === undefined ? '' : `service-${index % perProject}`,
      'org.opencontainers.image.description': `One of ${count} containers, with labels as they are usual.`,
    };
    await api.ask('POST', `/containers/create?name=many-${index}`, {
      Image: image,
      Cmd: ['sleep', '1000000'],
      Env: [`INDEX=${index}`],
      ExposedPorts: { '80/tcp': {} },
      Labels: labels,
      HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: `${20_000 + index}` }] } },
    });
  });
}

/** Makes images of one small layer, each with a configuration and thus an id of its own: `many/image-0:v1` and on. */
export async function makeImages(api: EngineApi, count: number): Promise<void> {
  const archive = pack();
  const layer = await emptyLayer();
  archive.entry({ name: 'layer.tar' }, Buffer.from(layer));
  const manifest = [];
  for (let index = 0; index < count; index++) {
    const config = JSON.stringify({
      created: new Date(Date.UTC(2024, 0, 1) + index * 3_600_000).toISOString(),
      architecture: 'amd64',
      os: 'linux',
      config: { Cmd: ['sh'], Labels: { index: String(index) } },
      rootfs: { type: 'layers', diff_ids: [`sha256:${createHash('sha256').update(layer).digest('hex')}`] },
    });
    const name = `${createHash('sha256').update(config).digest('hex')}.json`;
    archive.entry({ name }, config);
    manifest.push({ Config: name, RepoTags: [`many/image-${index}:v1`], Layers: ['layer.tar'] });
  }
  archive.entry({ name: 'manifest.json' }, JSON.stringify(manifest));
  archive.finalize();
  await api.ask('POST', '/images/load?quiet=1', await buffer(archive));
}

async function emptyLayer(): Promise<Uint8Array> {
  const layer = pack();
  layer.entry({ name: 'etc/many' }, 'one of many\n');
  layer.finalize();
  return buffer(layer);
}
