import { z } from 'zod';
import type { ComposeModel, ComposeService } from '../contract/compose.ts';

const names = z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).nullish();

/** What `docker compose config --format json` writes, as far as it is shown. */
const schema = z.object({
  services: z
    .record(
      z.string(),
      z.object({
        image: z.string().nullish(),
        build: z.unknown().optional(),
        profiles: z.array(z.string()).nullish(),
        depends_on: names,
        networks: names,
        volumes: z
          .array(z.object({ type: z.string(), source: z.string().nullish(), target: z.string().nullish() }))
          .nullish(),
        ports: z
          .array(
            z.object({
              target: z.number(),
              published: z.union([z.string(), z.number()]).nullish(),
              host_ip: z.string().nullish(),
              protocol: z.string().nullish(),
            }),
          )
          .nullish(),
        scale: z.number().nullish(),
        deploy: z.object({ replicas: z.number().nullish() }).nullish(),
        container_name: z.string().nullish(),
      }),
    )
    .nullish(),
  networks: z.record(z.string(), z.unknown()).nullish(),
  volumes: z.record(z.string(), z.unknown()).nullish(),
});

type Raw = NonNullable<z.output<typeof schema>['services']>[string];

/** Reads what Compose made of a project's files. Throws a ZodError or SyntaxError for what is none. */
export function readModel(text: string): ComposeModel {
  const { services, networks, volumes } = schema.parse(JSON.parse(text));
  return {
    services: Object.entries(services ?? {}).map(([name, raw]) => describeService(name, raw)),
    networks: Object.keys(networks ?? {}),
    volumes: Object.keys(volumes ?? {}),
  };
}

function describeService(name: string, raw: Raw): ComposeService {
  const ports = raw.ports ?? [];
  return {
    name,
    image: raw.image ?? '',
    isBuilt: raw.build !== undefined && raw.build !== null,
    profiles: raw.profiles ?? [],
    dependsOn: namesIn(raw.depends_on),
    networks: namesIn(raw.networks),
    volumes: (raw.volumes ?? []).flatMap(({ type, source, target }) =>
      type === 'volume' && source ? [{ name: source, target: target ?? '' }] : [],
    ),
    ports: ports.map(portText),
    replicas: raw.scale ?? raw.deploy?.replicas ?? 1,
    fixedBy: raw.container_name ? 'container_name' : ports.some(isSingle) ? 'host port' : null,
  };
}

type Port = NonNullable<Raw['ports']>[number];

/** A host port that only one container can have: a range, or the engine's choice, leaves room for more. */
function isSingle({ published }: Port): boolean {
  return published !== undefined && published !== null && /^[1-9]\d*$/.test(String(published));
}

function portText({ target, published, host_ip: address, protocol }: Port): string {
  const inside = protocol && protocol !== 'tcp' ? `${target}/${protocol}` : `${target}`;
  if (!published) return inside;
  return address ? `${address}:${published}:${inside}` : `${published}:${inside}`;
}

function namesIn(list: z.output<typeof names>): readonly string[] {
  if (!list) return [];
  return Array.isArray(list) ? list : Object.keys(list);
}
