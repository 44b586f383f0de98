import type { ComposeModel } from '../../../main/contract/compose.ts';
import { naturalOrder } from '../../text/natural-order.ts';

/** Sizes of the picture, in points. */
export const boxWidth = 172;
export const boxHeight = 44;
const gap = 12;
const between = 60;

/** What a box stands for. */
export type BoxKind = 'network' | 'service' | 'volume';

/** A box of the picture; `x` and `y` are its upper left corner. */
export interface Box {
  /** One for each: a service and a volume may have the same name. */
  readonly id: string;
  readonly kind: BoxKind;
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

/** A line from the right edge of one box to the left edge of another. */
export interface Line {
  readonly from: Box;
  readonly to: Box;
  /** A service that is started after another one; every other line says what belongs to what. */
  readonly isDependency: boolean;
}

/** The picture of a project: networks, then services, each left of those that it waits for, then volumes. */
export interface Picture {
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
}

/** Ids of two boxes, the left one first. */
type Link = readonly [left: string, right: string];

const idOf = (kind: BoxKind, name: string) => `${kind} ${name}`;

/** How often each column is put into the order of its neighbours: after a few times nothing moves any more. */
const rounds = 4;

/** Lays the picture out: the same project always comes out the same way. */
export function layOutPicture({ services, networks, volumes }: ComposeModel): Picture {
  const links = services.flatMap(({ name, networks, dependsOn, volumes }) => {
    const own = idOf('service', name);
    return [
      ...networks.map((network): Link => [idOf('network', network), own]),
      ...dependsOn.map((other): Link => [own, idOf('service', other)]),
      ...volumes.map((volume): Link => [own, idOf('volume', volume.name)]),
    ];
  });
  const ranks = ranksOf(services.map(({ name, dependsOn }) => ({ name, dependsOn })));
  const depth = Math.max(-1, ...ranks.values()) + 1;
  const sorted = (names: readonly string[]) => [...names].toSorted(naturalOrder);
  let columns: readonly (readonly Named[])[] = [
    sorted(networks).map((name) => ({ kind: 'network' as const, name })),
    ...Array.from({ length: depth }, (_, rank) =>
      sorted(services.map(({ name }) => name).filter((name) => ranks.get(name) === rank)).map((name) => ({
        kind: 'service' as const,
        name,
      })),
    ),
    sorted(volumes).map((name) => ({ kind: 'volume' as const, name })),
  ].filter((column) => column.length > 0);
  for (let round = 0; round < rounds; round += 1) columns = reordered(columns, links);
  const tallest = Math.max(0, ...columns.map(({ length }) => length));
  const heightOf = (count: number) => Math.max(0, count * (boxHeight + gap) - gap);
  const boxes = columns.flatMap((column, index) => {
    const top = (heightOf(tallest) - heightOf(column.length)) / 2;
    return column.map(
      ({ kind, name }, row): Box => ({
        ...{ id: idOf(kind, name), kind, name },
        x: index * (boxWidth + between),
        y: Math.round(top + row * (boxHeight + gap)),
      }),
    );
  });
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const lines = links.flatMap(([left, right]): Line[] => {
    const [from, to] = [byId.get(left), byId.get(right)];
    if (from === undefined || to === undefined) return [];
    return [{ from, to, isDependency: from.kind === 'service' && to.kind === 'service' }];
  });
  return {
    boxes,
    lines,
    width: Math.max(0, columns.length * (boxWidth + between) - between),
    height: heightOf(tallest),
  };
}

interface Named {
  readonly kind: BoxKind;
  readonly name: string;
}

/** How many services wait for each, one after another: 0 for those that nobody waits for. A circle ends where it began. */
function ranksOf(
  services: readonly { readonly name: string; readonly dependsOn: readonly string[] }[],
): ReadonlyMap<string, number> {
  const ranks = new Map(services.map(({ name }) => [name, 0]));
  // Each round moves those that are waited for one further; a chain is no longer than there are services.
  for (let round = 0; round < services.length; round += 1) {
    let moved = false;
    for (const { name, dependsOn } of services)
      for (const other of dependsOn) {
        const wanted = (ranks.get(name) ?? 0) + 1;
        if (!ranks.has(other) || (ranks.get(other) ?? 0) >= wanted || wanted >= services.length) continue;
        ranks.set(other, wanted);
        moved = true;
      }
    if (!moved) break;
  }
  return ranks;
}

/** Each column ordered by the middle of its neighbours' places, which leaves few lines that cross. */
function reordered(
  columns: readonly (readonly Named[])[],
  links: readonly Link[],
): readonly (readonly Named[])[] {
  const place = new Map(
    columns.flatMap((column) =>
      column.map(({ kind, name }, index) => [idOf(kind, name), (index + 0.5) / column.length] as const),
    ),
  );
  const middle = ({ kind, name }: Named) => {
    const id = idOf(kind, name);
    const near = links.flatMap(([a, b]) =>
      a === id ? (place.get(b) ?? []) : b === id ? (place.get(a) ?? []) : [],
    );
    return near.length === 0 ? 1 : near.reduce((sum, one) => sum + one, 0) / near.length;
  };
  return columns.map((column) => column.toSorted((a, b) => middle(a) - middle(b)));
}
