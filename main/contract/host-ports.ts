/** Some ports in a row. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** Ranges in a list; more would be a mistake. */
const mostRanges = 64;

/**
 * Which services on this computer's loopback containers may reach, as `network.hostPorts` says it: `all`, or numbers and ranges with
 * commas between (`5432, 3000-3010`); nothing for none. In order, without overlaps; undefined when it cannot be understood.
 */
export function parseHostPorts(text: string): readonly PortRange[] | undefined {
  const words = text.trim();
  if (words === '') return [];
  if (words === 'all') return [{ first: 1, last: 65_535 }];
  const ranges = words.split(',').map(parseRange);
  if (ranges.length > mostRanges || ranges.includes(undefined)) return undefined;
  return merge(ranges as readonly PortRange[]);
}

/** Writes ranges as {@link parseHostPorts} reads them; `all` and nothing, too. */
export function formatHostPorts(ranges: readonly PortRange[]): string {
  if (ranges.length === 1 && ranges[0]?.first === 1 && ranges[0].last === 65_535) return 'all';
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

/** Ranges and single ports beside, in order, without overlaps. */
export function withPorts(ranges: readonly PortRange[], ports: readonly number[]): readonly PortRange[] {
  return merge([...ranges, ...ports.map((port) => ({ first: port, last: port }))]);
}

function parseRange(text: string): PortRange | undefined {
  const [, from, to] = /^\s*([1-9]\d{0,4})\s*(?:-\s*([1-9]\d{0,4})\s*)?$/.exec(text) ?? [];
  if (from === undefined) return undefined;
  const [first, last] = [Number(from), Number(to ?? from)];
  return first <= last && last <= 65_535 ? { first, last } : undefined;
}

function merge(ranges: readonly PortRange[]): readonly PortRange[] {
  const merged: PortRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.first - b.first)) {
    const before = merged.at(-1);
    if (before === undefined || range.first > before.last + 1) merged.push(range);
    else merged.splice(-1, 1, { first: before.first, last: Math.max(before.last, range.last) });
  }
  return merged;
}
