import { emptyRows, type HostRow, type NetworkRow } from '../../../state/run-form.ts';
import { readAssignments, writeFields } from './comma-values.ts';

/** A network as `docker run --network` takes it: `backend`, `name=backend,alias=db,ip=10.1.0.5`. Null for what has no room. */
export function readNetwork(text: string): NetworkRow | null {
  if (text === '') return null;
  if (!/[=,"]/.test(text)) return { ...emptyRows.networks, name: text };
  let row: NetworkRow = emptyRows.networks;
  const aliases: string[] = [];
  for (const { name, value = '' } of readAssignments(text) ?? []) {
    if (name === 'name') row = { ...row, name: value };
    else if (name === 'alias') aliases.push(value);
    else if (name === 'ip') row = { ...row, ipv4: value };
    else if (name === 'ip6') row = { ...row, ipv6: value };
    else return null;
  }
  return row.name === '' ? null : { ...row, aliases: aliases.join(' ') };
}

/** The network as {@link readNetwork} reads it. */
export function writeNetwork({ name, aliases, ipv4, ipv6 }: NetworkRow): string {
  const details = [
    ...aliases
      .split(/[\s,]+/)
      .filter(Boolean)
      .map((alias) => `alias=${alias}`),
    ...(ipv4 === '' ? [] : [`ip=${ipv4}`]),
    ...(ipv6 === '' ? [] : [`ip6=${ipv6}`]),
  ];
  return details.length === 0 && !/[=,"]/.test(name) ? name : writeFields([`name=${name}`, ...details]);
}

/** A name and its address as `docker run --add-host` takes them: `db:10.0.0.5`, `db=[::1]`. */
export function readHost(text: string): HostRow | null {
  const match = /^([^:=]+)[:=](.+)$/.exec(text);
  return match === null
    ? null
    : { name: match[1] ?? '', address: (match[2] ?? '').replace(/^\[(.*)\]$/, '$1') };
}

/** The name and address as {@link readHost} reads them. */
export function writeHost({ name, address }: HostRow): string {
  return `${name}:${address}`;
}
