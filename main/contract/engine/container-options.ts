import { z } from 'zod';

const name = z.string().trim().min(1).max(1024);
const word = z.string().max(65_536);
const words = z.array(word).max(1024);
const path = z.string().min(1).max(4096);
/** A port, or a range of them: `8080`, `8000-8010`. */
const portRange = z.string().regex(/^\d{1,5}(-\d{1,5})?$/);
/** As they are: a label's name may begin with a space. */
const pairs = z.array(z.strictObject({ name: z.string().min(1).max(1024), value: word })).max(1024);
const address = z.string().trim().max(64).default('');

/** What a container is made with. Whatever is left out is the image's choice, or else the engine's. */
export const containerOptions = z.strictObject({
  image: z.string().trim().min(1).max(512),
  /** Empty: the engine makes one up. */
  name: z.string().trim().max(255).default(''),
  /** The program in place of the image's own, without arguments; an empty word for none; null: the image's own. */
  entrypoint: word.nullable().default(null),
  /** Words of the command; empty: the image's own. */
  command: words.default([]),
  environment: pairs.default([]),
  ports: z
    .array(
      z.strictObject({
        /** Empty: every address of the host. */
        address,
        /** Empty: any free port. As many as there are container ports, or a choice for one of those. */
        host: portRange.or(z.literal('')).default(''),
        container: portRange,
        protocol: z.enum(['tcp', 'udp', 'sctp']).default('tcp'),
      }),
    )
    .max(256)
    .default([]),
  mounts: z
    .array(
      z.strictObject({
        kind: z.enum(['volume', 'bind', 'tmpfs']),
        /** A volume's name (empty: one without a name), a folder's path, or nothing for memory. */
        source: z.string().max(4096).default(''),
        target: path,
        readOnly: z.boolean().default(false),
        /** More, as docker writes it behind the path: `z,nocopy`, `size=64m`. */
        options: z.string().max(1024).default(''),
      }),
    )
    .max(256)
    .default([]),
  /** None: the engine's own bridge. The first one is the one that `host`, `none` and `container:NAME` may stand for. */
  networks: z
    .array(
      z.strictObject({
        name,
        /** Names by which others in it find the container, beside its own. */
        aliases: z.array(z.string().trim().min(1).max(255)).max(64).default([]),
        /** Empty: the engine's choice. */
        ipv4: address,
        ipv6: address,
      }),
    )
    .max(64)
    .default([]),
  hostname: z.string().trim().max(255).default(''),
  /** More names in its hosts file. */
  extraHosts: z
    .array(z.strictObject({ name, address: z.string().trim().min(1).max(255) }))
    .max(256)
    .default([]),
  restart: z
    .strictObject({
      policy: z.enum(['no', 'always', 'unless-stopped', 'on-failure']),
      /** Tries of `on-failure`; 0: without end. */
      retries: z.number().int().min(0).max(1_000_000).default(0),
    })
    .default({ policy: 'no', retries: 0 }),
  /** Null: as much as there is. */
  memoryBytes: z.number().int().min(1).nullable().default(null),
  /** Processors, such as 1.5. */
  cpus: z.number().positive().max(1024).nullable().default(null),
  processes: z.number().int().min(1).max(4_194_304).nullable().default(null),
  user: z.string().trim().max(255).default(''),
  workingFolder: z.string().max(4096).default(''),
  labels: pairs.default([]),
  capAdd: z.array(name).max(64).default([]),
  capDrop: z.array(name).max(64).default([]),
  tty: z.boolean().default(false),
  interactive: z.boolean().default(false),
  privileged: z.boolean().default(false),
  /** Its root file system cannot be written to. */
  readOnly: z.boolean().default(false),
  /** A small first process that reaps what others leave. */
  init: z.boolean().default(false),
  removeWhenDone: z.boolean().default(false),
});

/** What a container is made with, as the caller writes it. */
export type ContainerOptionsInput = z.input<typeof containerOptions>;

/** What a container is made with, complete. */
export type ContainerOptions = z.output<typeof containerOptions>;

/** A published port, or a range of them. */
export type PortOption = ContainerOptions['ports'][number];

/** A folder, volume or memory at a place in the container. */
export type MountOption = ContainerOptions['mounts'][number];

/** A network that the container joins. */
export type NetworkOption = ContainerOptions['networks'][number];
