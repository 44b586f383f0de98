/**
 * The known name closest to a mistyped one; undefined when none is close enough to be meant: one slip of the finger for
 * each three letters, and half a name of at least three.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const lower = candidate.toLowerCase();
    // Half a name ("memory" for vm.memoryMiB) is as good a sign as a slip of the finger.
    const distance = wanted.length >= 3 && lower.includes(wanted) ? 1 : editDistance(wanted, lower);
    if (best === undefined || distance < best.distance) best = { name: candidate, distance };
  }
  const most = Math.max(1, Math.floor(wanted.length / 3));
  return best !== undefined && best.distance <= most ? best.name : undefined;
}

/** Letters added, left out, changed or swapped with their neighbour that make one text the other (Damerau). */
function editDistance(from: string, to: string): number {
  const [a, b] = [[...from], [...to]];
  let before: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, letter] of a.entries()) {
    const current = [row + 1];
    for (const [column, other] of b.entries()) {
      const change = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      const isSwap = row > 0 && column > 0 && letter === b[column - 1] && a[row - 1] === other;
      const swap = isSwap ? (before[column - 1] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min(change, swap, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    [before, previous] = [previous, current];
  }
  return previous.at(-1) ?? 0;
}
