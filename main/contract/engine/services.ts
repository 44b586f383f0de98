import { z } from 'zod';
import { request } from '../requests.ts';
import { identity, onOne } from './identity.ts';
import { longestServiceName, mostReplicas, swarmNamePattern } from './swarm-limits.ts';

const image = z.string().trim().min(1).max(512);
const replicas = z.number().int().min(0).max(mostReplicas);
const port = z.number().int().min(1).max(65_535);

/** What `services.create` takes. Whatever is left out is the image's choice, or else the engine's. */
export const serviceOptions = z.strictObject({
  name: z.string().max(longestServiceName).regex(swarmNamePattern),
  image,
  /** Null: one on each node. */
  replicas: replicas.nullable().default(1),
  /** Words in place of the image's own command. */
  command: z.array(z.string().max(65_536)).max(1024).default([]),
  environment: z
    .array(z.strictObject({ name: z.string().min(1).max(1024), value: z.string().max(65_536) }))
    .max(1024)
    .default([]),
  ports: z
    .array(
      z.strictObject({
        /** Null: the engine chooses one. */
        published: port.nullable(),
        target: port,
        protocol: z.enum(['tcp', 'udp', 'sctp']).default('tcp'),
        mode: z.enum(['ingress', 'host']).default('ingress'),
      }),
    )
    .max(256)
    .default([]),
  /** Names or ids of networks of the Swarm. */
  networks: z.array(identity).max(64).default([]),
  /** Where tasks may be placed: `node.role==worker`. */
  constraints: z.array(z.string().trim().min(1).max(1024)).max(64).default([]),
  /** Names: each is a file in `/run/secrets`. */
  secrets: z.array(identity).max(256).default([]),
  /** Names: each is a file in `/`. */
  configs: z.array(identity).max(256).default([]),
  /** The nodes are given the log-in that `slipway docker login` has left, to fetch the image with. */
  sharesLogIn: z.boolean().default(false),
});

/** What `services.create` takes, as the caller writes it. */
export type ServiceOptions = z.input<typeof serviceOptions>;

/** What `services.update` takes; what is left out stays. */
export const serviceChange = z.strictObject({
  id: identity,
  image: image.optional(),
  policy: z
    .strictObject({
      parallelism: z.number().int().min(0).max(mostReplicas),
      delayMs: z.number().int().min(0).max(86_400_000),
      order: z.enum(['stop-first', 'start-first']),
      onFailure: z.enum(['pause', 'continue', 'rollback']),
    })
    .optional(),
  /** Makes all tasks anew, though nothing else is changed. */
  isRenewal: z.boolean().default(false),
  sharesLogIn: z.boolean().default(false),
});

/** What `services.update` takes, as the caller writes it. */
export type ServiceChange = z.input<typeof serviceChange>;

/** What the window asks about the services of a Swarm. Each waits for the engine's word, and not for the tasks. */
export const serviceRequests = {
  /** Answers what the engine has to remark. Untrusted. */
  'services.create': request<{ readonly id: string; readonly warnings: readonly string[] }>()(serviceOptions),
  /** Refused for one that has a task on each node. */
  'services.scale': request<void>()(z.strictObject({ id: identity, replicas })),
  'services.update': request<void>()(serviceChange),
  /** Goes back to the description before the last change. */
  'services.rollback': request<void>()(onOne),
  'services.remove': request<void>()(onOne),
} as const;
