/** The known name closest to a mistyped one; undefined when none is close enough to be meant. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const lower = candidate.toLowerCase();
    // Half a name ("memory" for vm.memoryMiB) is as good a sign as a slip of the finger.
    const distance = wanted.length >= 3 && lower.includes(wanted) ? 1 : editDistance(wanted, lower);
    if (best === undefined || distance < best.distance) best = { name: candidate, distance };
  }
  return best !== undefined && best.distance <= Math.max(2, wanted.length / 2) ? best.name : undefined;
}

/** Levenshtein distance: single-letter changes that make one text the other. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...from].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...to].entries()) {
      const change = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(change, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
