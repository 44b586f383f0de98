import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { loadAssets } from '../assets.ts';
import { SlipwayError } from '../contract/errors.ts';

/** The bundled docker client. */
export interface DockerClient {
  /** The program itself. */
  readonly docker: string;
  /** The folder of docker-compose and docker-buildx. */
  readonly plugins: string;
}

/** Finds the bundled client. Throws `assets-missing` or `client-missing`. */
export async function locateClient(): Promise<DockerClient> {
  const { client, index } = await loadAssets();
  const docker = client && join(client.dir, process.platform === 'win32' ? 'docker.exe' : 'docker');
  const found =
    docker !== undefined &&
    (await access(docker, constants.X_OK).then(
      () => true,
      () => false,
    ));
  if (client === undefined || !found) {
    throw new SlipwayError({
      code: 'client-missing',
      message: `The bundled docker client is not at ${docker ?? `the place that ${index} should name`}.`,
      hint: 'In a checkout run `npm start`, which builds it again; otherwise install Slipway again.',
    });
  }
  return { docker, plugins: join(client.dir, 'cli-plugins') };
}
