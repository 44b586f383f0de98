import { z } from 'zod';
import type { BuildMaterial } from '../../contract/builds.ts';

/** Most of what a build was made from that is told of, and of its secrets. */
const mostMaterials = 200;
const mostSecrets = 50;

/** Letters of one text that are passed on. */
const longestText = 2_000;

const text = z.string().transform((long) => long.slice(0, longestText));

const material = z.object({ uri: text.default(''), digest: z.record(z.string(), z.string()).default({}) });
const materials = z.array(material).nullish();

const secrets = z.array(z.object({ id: text })).nullish();

/** What attests from what a build was made: of SLSA v0.2, and of v1. */
const schema = z.object({
  materials,
  invocation: z.object({ parameters: z.object({ secrets }).nullish() }).nullish(),
  buildDefinition: z
    .object({
      resolvedDependencies: materials,
      externalParameters: z.object({ request: z.object({ secrets }).nullish() }).nullish(),
    })
    .nullish(),
});

/** From what a build was made, and what secrets it could ask for. Untrusted texts. */
export interface Provenance {
  readonly materials: readonly BuildMaterial[];
  /** Their names. */
  readonly secrets: readonly string[];
}

/** How kinds of attestations of where something is from begin. */
const kinds = 'https://slsa.dev/provenance/';

/** Whether an attestation is one of these, by its kind. */
export function isProvenance(kind: string): boolean {
  return kind.startsWith(kinds);
}

/** Reads one. Throws a `SyntaxError` for what is none. */
export function readProvenance(json: Buffer): Provenance {
  const read = schema.safeParse(JSON.parse(json.toString('utf8')));
  if (!read.success) throw new SyntaxError('it is not written as expected');
  const { materials: older, invocation, buildDefinition } = read.data;
  const asked =
    invocation?.parameters?.secrets ?? buildDefinition?.externalParameters?.request?.secrets ?? [];
  return {
    materials: (older ?? buildDefinition?.resolvedDependencies ?? []).slice(0, mostMaterials).map(materialOf),
    secrets: asked.slice(0, mostSecrets).map(({ id }) => id),
  };
}

function materialOf({ uri, digest }: z.output<typeof material>): BuildMaterial {
  const [found] = Object.entries(digest);
  return { address: uri, digest: found === undefined ? '' : found.join(':').slice(0, longestText) };
}
