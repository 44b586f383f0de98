/** A container's name as people know it: the engine tells it with a slash in front. */
export function plainName(name: string): string {
  return name.replace(/^\//, '');
}

/** The first of the names that the engine lists for a container; its short id for one without. */
export function nameInList(names: readonly string[] | null | undefined, id: string): string {
  return plainName(names?.[0] ?? id.slice(0, 12));
}
