/** An image's id cut to the twelve digits that people know; a name stays. */
export function shortImageName(reference: string): string {
  return reference.replace(/^sha256:([0-9a-f]{12})[0-9a-f]*$/, '$1');
}
