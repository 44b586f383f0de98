/** An image's name in its parts, as in `repository:tag@digest`. */
export interface ImageName {
  /** With the registry, if it names one. */
  readonly repository: string;
  readonly tag: string | null;
  readonly digest: string | null;
}

/** Takes an image's name apart. A colon before the last slash belongs to a registry's port. */
export function splitImageName(name: string): ImageName {
  const at = name.indexOf('@');
  const path = at < 0 ? name : name.slice(0, at);
  const digest = at < 0 ? null : name.slice(at + 1);
  const colon = path.lastIndexOf(':');
  if (colon <= path.lastIndexOf('/')) return { repository: path, tag: null, digest };
  return { repository: path.slice(0, colon), tag: path.slice(colon + 1), digest };
}

/** A name in two, as the engine takes it: a digest goes before the tag and takes its place; without either it is `latest`. */
export function repositoryAndTag(name: string): { readonly repository: string; readonly tag: string } {
  const { repository, tag, digest } = splitImageName(name);
  return { repository, tag: digest ?? tag ?? 'latest' };
}

/** An id is cut to the twelve digits that people know; a name stays. */
export function shortImageName(reference: string): string {
  return reference.replace(/^sha256:([0-9a-f]{12})[0-9a-f]*$/, '$1');
}

/** The registry in an image's name, such as `registry.example.org:5000`; null for Docker Hub, which needs none. */
export function registryInName(name: string): string | null {
  const [first = '', ...rest] = name.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  return isHost && first !== 'docker.io' && first !== 'index.docker.io' ? first : null;
}

const host = String.raw`(?:[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*|\[[a-f\d:]+\])(?::\d+)?`;
const part = String.raw`[a-z\d]+(?:(?:\.|_|__|-+)[a-z\d]+)*`;
const digest = String.raw`[a-z][a-z\d]*(?:[-_+.][a-z][a-z\d]*)*:[a-f\d]{32,}`;
const registry = new RegExp(`^${host}/`, 'i');
const rest = new RegExp(`^${part}(?:/${part})*(?::\\w[\\w.-]{0,127})?(?:@${digest})?$`);

/** Whether a text has the form of an image's name, as engines and registries take it. */
export function isImageName(text: string): boolean {
  return rest.test(text) || (registry.test(text) && rest.test(text.replace(registry, '')));
}
