import { isIP, isIPv4 } from 'node:net';
import { type GuestPort, type PortProtocol, portProtocols } from '../../contract/ports.ts';

/** The doors: ports of the guest by which the host reaches containers (vm-assets/root/etc/slipway/filter.nft). */
export const doors = { first: 61_440, last: 65_535 } as const;

/** Where the guest is on its own network. */
export const guestAddress = '10.0.2.15';

/** Of these, the first one that the guest gives to a host that asks for a door. */
const firstLead = 65_024;

/** What the guest's broker says of published ports (vm-assets/root/usr/lib/slipway/ports). */
export type PortsMessage =
  | { readonly kind: 'hello' }
  | { readonly kind: 'ask' | 'port'; readonly port: GuestPort }
  | { readonly kind: 'listed'; readonly word: string }
  | { readonly kind: 'gone'; readonly id: number }
  | ({ readonly kind: 'denied' } & DeniedPort);

/** A port of this computer's loopback that somebody in the guest tried, and that is not given to the guest. */
export interface DeniedPort {
  readonly protocol: PortProtocol;
  /** Who tried: a container's address, or the guest's own. */
  readonly from: string;
  readonly port: number;
}

/** What it says of a door that the host has asked for. */
export type LeadMessage =
  | { readonly kind: 'led'; readonly word: string; readonly door: number }
  | { readonly kind: 'unled'; readonly word: string };

/** Longer than any line that means something: two IPv6 addresses and numbers. */
export const longestLine = 256;

/**
 * A line of the guest's; undefined for what is none of ours. Whoever is root in the guest can say anything, so numbers,
 * addresses and the door are all looked at, and no text of it goes any further.
 */
export function parsePortsLine(line: string): PortsMessage | LeadMessage | undefined {
  if (line.length > longestLine) return undefined;
  const [kind, ...words] = line.split(' ');
  switch (kind) {
    case 'hello':
      return words.length === 0 ? { kind } : undefined;
    case 'listed': {
      const [word = ''] = words;
      return words.length === 1 && isWord(word) ? { kind, word } : undefined;
    }
    case 'gone': {
      const id = wholeNumber(words[0], 1, Number.MAX_SAFE_INTEGER);
      return words.length === 1 && id !== undefined ? { kind, id } : undefined;
    }
    case 'denied': {
      const protocol = portProtocols.find((one) => one === words[0]);
      const [, from = ''] = words;
      const port = wholeNumber(words[2], 1, 65_535);
      const isWhole = words.length === 3 && protocol !== undefined && isIPv4(from) && port !== undefined;
      return isWhole ? { kind, protocol, from, port } : undefined;
    }
    case 'led': {
      const [word = ''] = words;
      const door = wholeNumber(words[1], firstLead, doors.last);
      return words.length === 2 && isWord(word) && door !== undefined ? { kind, word, door } : undefined;
    }
    case 'unled': {
      // Why not is not read: no text of the guest's goes any further.
      const [word = ''] = words;
      return isWord(word) ? { kind, word } : undefined;
    }
    case 'ask':
    case 'port': {
      const port = parsePort(words);
      return port === undefined ? undefined : { kind, port };
    }
    default:
      return undefined;
  }
}

function parsePort(words: readonly string[]): GuestPort | undefined {
  const [id, protocol, address = '', port, door, target = '', containerPort] = words;
  const parsed = {
    id: wholeNumber(id, 1, Number.MAX_SAFE_INTEGER),
    protocol: portProtocols.find((one) => one === protocol),
    port: wholeNumber(port, 1, 65_535),
    door: wholeNumber(door, doors.first, doors.last),
    containerPort: wholeNumber(containerPort, 1, 65_535),
  };
  if (words.length !== 7 || !isPlainAddress(address) || !isPlainAddress(target)) return undefined;
  if (Object.values(parsed).includes(undefined)) return undefined;
  return { ...(parsed as GuestPort), address };
}

function isWord(text: string): boolean {
  return /^[a-z0-9]{1,16}$/.test(text);
}

/** An address without a zone: `%eth0` behind one is text that would go on to the system. */
function isPlainAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%');
}

function wholeNumber(text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined || !/^[1-9]\d{0,15}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= least && value <= most ? value : undefined;
}
