import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { clientFailure } from './client-failure.ts';
import { locateClient } from './locate-client.ts';
import { queryClient } from './query-client.ts';

/** A context of the user's docker configuration, as docker tells of it. */
export interface DockerContext {
  readonly name: string;
  readonly endpoint: string;
  /** The files by which it is secured; null when it has none. */
  readonly tls: {
    readonly ca: string | null;
    readonly cert: string | null;
    readonly key: string | null;
  } | null;
  /** Its certificate is not to be looked at. */
  readonly isUnverified: boolean;
}

/** More than anybody has; what a damaged configuration tells is not to fill the window. */
const mostContexts = 200;

const inspected = z.array(
  z.object({
    Name: z.string().max(1_024),
    Endpoints: z.object({
      docker: z.object({ Host: z.string().max(4_096), SkipTLSVerify: z.boolean().default(false) }).optional(),
    }),
    TLSMaterial: z.object({ docker: z.array(z.string()).nullish() }).nullish(),
    Storage: z.object({ TLSPath: z.string().max(4_096).default('') }),
  }),
);

/**
 * The contexts in DOCKER_CONFIG or ~/.docker, `default` included. They are read by docker's own commands: the layout of the store is
 * docker's to change. Rejects with what docker said.
 */
export async function listContexts(
  folder = process.env.DOCKER_CONFIG || join(homedir(), '.docker'),
): Promise<readonly DockerContext[]> {
  const { docker } = await locateClient();
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('DOCKER_'));
  const environment = { ...Object.fromEntries(kept), DOCKER_CONFIG: folder };
  const listed = await queryClient(docker, ['context', 'ls', '--quiet'], environment);
  if (!listed.ok) throw clientFailure('docker context ls', listed.error);
  const names = listed.stdout.split('\n').filter((name) => name !== '' && !name.startsWith('-'));
  const answer = await queryClient(
    docker,
    ['context', 'inspect', ...names.slice(0, mostContexts)],
    environment,
  );
  if (!answer.ok) throw clientFailure('docker context inspect', answer.error);
  return readContexts(answer.stdout);
}

/** What `docker context inspect` prints. Throws when it is something else. */
export function readContexts(text: string): readonly DockerContext[] {
  return inspected.parse(JSON.parse(text)).flatMap(({ Name, Endpoints, TLSMaterial, Storage }) => {
    if (Endpoints.docker === undefined) return [];
    const { Host, SkipTLSVerify } = Endpoints.docker;
    const files = TLSMaterial?.docker ?? [];
    const file = (name: string) => (files.includes(name) ? join(Storage.TLSPath, 'docker', name) : null);
    const tls = { ca: file('ca.pem'), cert: file('cert.pem'), key: file('key.pem') };
    return {
      name: Name,
      endpoint: Host,
      tls: files.length === 0 ? null : tls,
      isUnverified: SkipTLSVerify,
    };
  });
}
