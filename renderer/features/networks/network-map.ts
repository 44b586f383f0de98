import type { Container } from '../../../main/contract/engine/containers.ts';
import { naturalOrder } from '../../text/natural-order.ts';
import { type NetworkRow, networkTraits } from './network-rows.ts';

/** Height of a box and the gap below it, in points. */
export const boxHeight = 44;
const gap = 10;

/** A box of the picture; `y` is its upper edge. */
export interface Placed<T> {
  readonly item: T;
  readonly y: number;
}

/** A line of the picture, from a container to a network. */
export interface Link {
  readonly container: string;
  readonly network: string;
  /** The middles of the two boxes. */
  readonly from: number;
  readonly to: number;
}

/** The picture of which container is in which network: containers on one side, networks on the other. */
export interface NetworkMap {
  readonly containers: readonly Placed<Container>[];
  readonly networks: readonly Placed<NetworkRow>[];
  readonly links: readonly Link[];
  readonly height: number;
}

/** How often each side is put into the order of the other: after a few times nothing moves any more. */
const rounds = 6;

/**
 * Lays the picture out: the same networks always come out the same way. Each side is ordered by where its neighbours
 * stand on the other, which leaves few lines that cross. Networks of the engine without anybody in them are left out.
 */
export function layOutNetworks(rows: readonly NetworkRow[]): NetworkMap {
  const shown = rows
    .filter((row) => row.members.length > 0 || !row.isBuiltIn)
    .toSorted((a, b) => Number(a.isBuiltIn) - Number(b.isBuiltIn) || naturalOrder(a.name, b.name));
  const containers = new Map<string, Container>();
  const networksOf = new Map<string, string[]>();
  for (const { id, members } of shown) {
    for (const { container } of members) {
      containers.set(container.id, container);
      networksOf.set(container.id, [...(networksOf.get(container.id) ?? []), id]);
    }
  }
  let left = [...containers.values()].toSorted((a, b) => naturalOrder(a.name, b.name));
  let right = shown;
  for (let round = 0; round < rounds; round += 1) {
    left = byNeighbours(left, ({ id }) => networksOf.get(id) ?? [], right);
    right = byNeighbours(right, ({ members }) => members.map(({ container }) => container.id), left);
  }
  const placedLeft = left.map((item, index) => ({ item, y: index * (boxHeight + gap) }));
  const yOf = new Map(placedLeft.map(({ item, y }) => [item.id, y]));
  const placedRight = beside(right, yOf);
  const links = placedRight.flatMap(({ item, y }) =>
    item.members.map(
      ({ container }): Link => ({
        container: container.id,
        network: item.id,
        from: (yOf.get(container.id) ?? 0) + boxHeight / 2,
        to: y + boxHeight / 2,
      }),
    ),
  );
  const bottom = (places: readonly Placed<unknown>[]) => (places.at(-1)?.y ?? -boxHeight) + boxHeight;
  return {
    containers: placedLeft,
    networks: placedRight,
    links,
    height: Math.max(bottom(placedLeft), bottom(placedRight)),
  };
}

/** Ordered by the middle of their neighbours' places; those without any last, and otherwise as they were. */
function byNeighbours<T extends { readonly id: string }>(
  items: readonly T[],
  neighboursOf: (item: T) => readonly string[],
  others: readonly { readonly id: string }[],
): T[] {
  const places = new Map(others.map(({ id }, index) => [id, index]));
  const middle = new Map(
    items.map((item) => {
      const found = neighboursOf(item).flatMap((id) => places.get(id) ?? []);
      const sum = found.reduce((total, place) => total + place, 0);
      return [item.id, found.length === 0 ? Number.POSITIVE_INFINITY : sum / found.length];
    }),
  );
  const of = (item: T) => middle.get(item.id) ?? 0;
  return items.toSorted((a, b) => (of(a) === of(b) ? 0 : of(a) - of(b)));
}

/** Each network as near to the middle of its containers as those above it leave room. */
function beside(
  networks: readonly NetworkRow[],
  yOf: ReadonlyMap<string, number>,
): readonly Placed<NetworkRow>[] {
  let free = 0;
  return networks.map((item) => {
    const ys = item.members.map(({ container }) => yOf.get(container.id) ?? 0);
    const wanted = ys.length === 0 ? 0 : ys.reduce((sum, y) => sum + y, 0) / ys.length;
    const y = Math.max(free, Math.round(wanted));
    free = y + boxHeight + gap;
    return { item, y };
  });
}

/** What stands below a network's name. */
export function networkNote(network: NetworkRow): string {
  return [network.ranges[0]?.subnet ?? '', network.driver, ...networkTraits(network)]
    .filter((part) => part !== '')
    .join(' · ');
}
