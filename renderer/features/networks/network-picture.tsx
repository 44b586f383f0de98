import { useMemo, useState } from 'react';
import { goTo } from '../../state/view-store.ts';
import { visibleText } from '../../text/visible-text.ts';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { StateDot } from '../containers/state-dot.tsx';
import { boxHeight, type Link, layOutNetworks, networkNote } from './network-map.ts';
import type { NetworkRow } from './network-rows.ts';

/** Where the two sides stand, in points. */
const sideWidth = 250;
const between = 190;
const width = 2 * sideWidth + between;

/** Which container is in which network, as a picture: containers on the left, networks on the right. */
export function NetworkPicture({ rows }: { readonly rows: readonly NetworkRow[] }) {
  const map = useMemo(() => layOutNetworks(rows), [rows]);
  /** Id of the box that is pointed at or has the focus. */
  const [lit, setLit] = useState<string | null>(null);
  const near = useMemo(() => neighbours(map.links, lit), [map, lit]);
  const box = (id: string) => ({
    className: `map-box ${lit === null ? '' : near.has(id) ? 'is-lit' : 'is-dim'}`,
    onMouseEnter: () => setLit(id),
    onMouseLeave: () => setLit(null),
    onFocus: () => setLit(id),
    onBlur: () => setLit(null),
  });
  return (
    <ScrollArea label="Picture of the networks">
      <div className="map" style={{ width, height: map.height }}>
        <svg className="map-lines" width={width} height={map.height} aria-hidden>
          {map.links.map((link) => (
            <path
              key={`${link.container} ${link.network}`}
              className={`map-line ${lit === null ? '' : isOf(link, lit) ? 'is-lit' : 'is-dim'}`}
              d={curve(link)}
            />
          ))}
        </svg>
        <ul aria-label="Containers">
          {map.containers.map(({ item, y }) => (
            <li key={item.id} className="map-place" style={{ top: y, width: sideWidth, height: boxHeight }}>
              <button
                type="button"
                {...box(item.id)}
                onClick={() =>
                  goTo({ view: 'containers', page: { kind: 'container', id: item.id, tab: 'overview' } })
                }
              >
                <span className="map-name">
                  <StateDot state={item.state} />
                  <Untrusted text={item.name} />
                </span>
                <Untrusted
                  className="map-note"
                  text={
                    item.networks
                      .map(({ ipv4, ipv6 }) => ipv4 || ipv6)
                      .filter(Boolean)
                      .join(', ') || item.state
                  }
                />
              </button>
            </li>
          ))}
        </ul>
        <ul aria-label="Networks">
          {map.networks.map(({ item, y }) => (
            <li
              key={item.id}
              className="map-place"
              style={{ top: y, left: sideWidth + between, width: sideWidth, height: boxHeight }}
            >
              <button
                type="button"
                {...box(item.id)}
                onClick={() => goTo({ view: 'networks', page: { kind: 'network', id: item.id } })}
              >
                <span className="map-name">
                  <Untrusted text={item.name} />
                </span>
                <Untrusted className="map-note" text={networkNote(item)} />
              </button>
            </li>
          ))}
        </ul>
      </div>
      <MembershipTable rows={rows} />
    </ScrollArea>
  );
}

/** The same for who does not see it. */
function MembershipTable({ rows }: { readonly rows: readonly NetworkRow[] }) {
  return (
    <table className="visually-hidden">
      <caption>Which container is in which network</caption>
      <thead>
        <tr>
          <th scope="col">Network</th>
          <th scope="col">Container</th>
          <th scope="col">Address</th>
        </tr>
      </thead>
      <tbody>
        {rows.flatMap(({ id, name, members }) =>
          members.map(({ container, membership: { ipv4, ipv6 } }) => (
            <tr key={`${id} ${container.id}`}>
              <td>{visibleText(name)}</td>
              <td>{visibleText(container.name)}</td>
              <td>{visibleText([ipv4, ipv6].filter(Boolean).join(', ')) || container.state}</td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}

function isOf({ container, network }: Link, id: string): boolean {
  return container === id || network === id;
}

function neighbours(links: readonly Link[], id: string | null): ReadonlySet<string> {
  if (id === null) return new Set();
  return new Set([
    id,
    ...links.filter((link) => isOf(link, id)).flatMap(({ container, network }) => [container, network]),
  ]);
}

function curve({ from, to }: Link): string {
  const [left, right] = [sideWidth, sideWidth + between];
  const bend = between / 2;
  return `M${left} ${from}C${left + bend} ${from} ${right - bend} ${to} ${right} ${to}`;
}
