import type { BuildDescription } from '../../contract/builds.ts';

/** What is built, with the paths of its files and the texts of its secrets. */
export interface BuildOrder {
  readonly folder: string;
  readonly dockerfile: string;
  readonly target: string;
  readonly arguments: BuildDescription['arguments'];
  readonly platform: string;
  readonly tags: readonly string[];
  readonly isWithoutCache: boolean;
  readonly isPulling: boolean;
  readonly secrets: readonly BuildSecret[];
}

/** A secret: the file that holds it, or its text. */
export type BuildSecret =
  | { readonly id: string; readonly file: string }
  | { readonly id: string; readonly text: string };

/** What a build is like, without anything that is secret. */
export function describeOrder({ secrets, ...order }: BuildOrder): BuildDescription {
  return {
    ...order,
    secrets: secrets.map((secret) => ({ id: secret.id, from: 'file' in secret ? 'file' : 'text' })),
  };
}

/** What a build is called: its first tag, or its folder. */
export function nameOfOrder({ tags, folder }: Pick<BuildOrder, 'tags' | 'folder'>): string {
  return tags[0] ?? lastPart(folder);
}

function lastPart(path: string): string {
  return path.replace(/[/\\]+$/, '').replace(/^.*[/\\]/, '') || path;
}

/** A command of buildx: its arguments, and what its environment has beside the usual. */
export interface BuildCommand {
  readonly parameters: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * How buildx is told of a build. The texts of secrets go by its environment, which other users cannot read, and never by its
 * arguments, which they can. `metadata` is where it writes what came of it.
 */
export function buildCommand(order: BuildOrder, metadata: string): BuildCommand {
  // Nothing is done with it, gathering it would be one more step of each build, and asks for the build by its name (forget-build.ts).
  const environment: Record<string, string> = { BUILDX_METADATA_PROVENANCE: 'disabled' };
  const secrets = order.secrets.flatMap((secret, index) => {
    if ('file' in secret) return ['--secret', `id=${secret.id},${quoted(`src=${secret.file}`)}`];
    const name = `SLIPWAY_BUILD_SECRET_${index}`;
    environment[name] = secret.text;
    return ['--secret', `id=${secret.id},env=${name}`];
  });
  const parameters = [
    ...['build', '--builder', 'default', '--progress', 'rawjson', '--metadata-file', metadata],
    ...['--file', order.dockerfile],
    ...(order.target === '' ? [] : ['--target', order.target]),
    ...order.arguments.flatMap(({ name, value }) => ['--build-arg', `${name}=${value}`]),
    ...(order.platform === '' ? [] : ['--platform', order.platform]),
    ...order.tags.flatMap((tag) => ['--tag', tag]),
    ...(order.isWithoutCache ? ['--no-cache'] : []),
    ...(order.isPulling ? ['--pull'] : []),
    ...secrets,
    ...['--', order.folder],
  ];
  return { parameters, environment };
}

/** One field of a line of comma separated values, as buildx reads it. */
function quoted(field: string): string {
  return /[",\n\r]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
