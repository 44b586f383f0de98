import type { PortRow } from '../../../state/run-form.ts';

const range = String.raw`\d{1,5}(?:-\d{1,5})?`;
const pattern = new RegExp(
  String.raw`^(?:(?:\[([0-9a-f:.]+)\]|([^:\s[\]]*)):)?(?:(${range})?:)?(${range})(?:/(tcp|udp|sctp))?$`,
  'i',
);

const bare = new RegExp(`^(${range})?:(${range})(?:/(tcp|udp|sctp))?$`, 'i');

/** A port as `docker run -p` takes it: `8080:80`, `127.0.0.1:5353:53/udp`, `[::1]::80`, `8000-8010:80-90`. */
export function readPort(text: string): PortRow | null {
  const short = bare.exec(text);
  if (short !== null) return row('', short[1], short[2], short[3]);
  const match = pattern.exec(text);
  return match === null ? null : row(match[1] ?? match[2] ?? '', match[3], match[4], match[5]);
}

function row(address: string, host: string | undefined, container = '', protocol = 'tcp'): PortRow {
  return { address, host: host ?? '', container, protocol: protocol.toLowerCase() as PortRow['protocol'] };
}

/** The port as {@link readPort} reads it. */
export function writePort({ address, host, container, protocol }: PortRow): string {
  const at = address.includes(':') ? `[${address}]` : address;
  const outside = at === '' ? (host === '' ? '' : `${host}:`) : `${at}:${host}:`;
  return `${outside}${container}${protocol === 'tcp' ? '' : `/${protocol}`}`;
}
