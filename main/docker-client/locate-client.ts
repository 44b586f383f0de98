import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { loadAssets } from '../assets.ts';
import { SlipwayError } from '../contract/errors.ts';
import { bundledHelper } from './helper-path.ts';

/** The bundled docker client. */
export interface DockerClient {
  /** The program itself. */
  readonly docker: string;
  /** The folder of docker-compose and docker-buildx. */
  readonly plugins: string;
  /** The folder of docker's helper for the keychain; undefined where none is bundled. */
  readonly helpers: string | undefined;
}

/** Finds the bundled client. Throws `assets-missing` or `client-missing`. */
export async function locateClient(): Promise<DockerClient> {
  const { client, index } = await loadAssets();
  const docker = client && join(client.dir, process.platform === 'win32' ? 'docker.exe' : 'docker');
  const found = docker !== undefined && (await isProgram(docker));
  if (client === undefined || !found) {
    throw new SlipwayError({
      code: 'client-missing',
      message: `The bundled docker client is not at ${docker ?? `the place that ${index} should name`}.`,
      hint: 'In a checkout run `npm start`, which builds it again; otherwise install Slipway again.',
    });
  }
  const helpers = join(client.dir, 'credential-helpers');
  const hasHelper = await isProgram(join(helpers, `docker-credential-${bundledHelper}`));
  return { docker, plugins: join(client.dir, 'cli-plugins'), helpers: hasHelper ? helpers : undefined };
}

function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
