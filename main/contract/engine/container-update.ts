import { z } from 'zod';
import { request } from '../requests.ts';
import { containerOptions } from './container-options.ts';
import { identity } from './identity.ts';

const { memoryBytes, cpus, processes, restart } = containerOptions.shape;

/** What can be changed in a container as it is; what is left out stays. The engine takes no limit of memory or processors away. */
export const updateParameters = z.strictObject({
  id: identity,
  memoryBytes: memoryBytes.unwrap().unwrap().optional(),
  cpus: cpus.unwrap().unwrap().optional(),
  /** Null: as many as there may be. */
  processes: processes.unwrap().optional(),
  restart: restart.unwrap().optional(),
});

/** What `container.update` takes. */
export type UpdateParameters = z.input<typeof updateParameters>;

/** What the window changes in a container as it is. */
export const containerUpdateRequests = {
  /** Holds at once, for one that runs too. Answers what the engine has to say to it; untrusted. */
  'container.update': request<{ readonly warnings: readonly string[] }>()(updateParameters),
} as const;
