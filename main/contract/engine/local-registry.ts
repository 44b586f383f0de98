import { z } from 'zod';
import { nothing, request } from '../requests.ts';

/** The names of what the local registry is made of, so that it can be found by any docker command. */
export const registryNames = {
  container: 'slipway-registry',
  volume: 'slipway-registry',
  image: 'slipway/registry:latest',
} as const;

/** Where it listens if nobody says where and nobody else does, and how many of the ports behind that are tried. */
export const registryPorts = { first: 5000, tried: 10 } as const;

/** The registry that runs in the engine, for images that are pushed and pulled on this computer. */
export interface LocalRegistry {
  /** `unknown`: the engine does not run, or sleeps. */
  readonly state: 'running' | 'stopped' | 'unknown';
  /** What names of its images begin with, such as `127.0.0.1:5000`; null unless it runs. */
  readonly address: string | null;
  /** Where its images are kept, whether it runs or not. */
  readonly volume: string;
  /** Milliseconds since 1970; null unless it runs. */
  readonly startedAt: number | null;
  /** Of which images it has any, at most 100; null when it could not be asked. */
  readonly repositories: readonly string[] | null;
}

/** What can be asked about the local registry, and of it. */
export const localRegistryRequests = {
  'registry.status': request<LocalRegistry>()(nothing),
  /** Answers once it takes images. `port` null: as registryPorts says. One that runs already at another port moves there. */
  'registry.start': request<LocalRegistry>()(
    z.strictObject({ port: z.number().int().min(1).max(65_535).nullable().default(null) }),
  ),
  /** Its images stay. Stopping one that does not run is no failure. */
  'registry.stop': request<LocalRegistry>()(nothing),
} as const;
