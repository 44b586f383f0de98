/** A name that the engine made up is cut to the twelve characters that people know. */
export function shownVolumeName(name: string): string {
  return /^[0-9a-f]{64}$/.test(name) ? name.slice(0, 12) : name;
}
