import { truncate } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { type Failure, SlipwayError } from '../contract/errors.ts';
import type { Proxies } from '../contract/proxies.ts';
import type { Share } from '../contract/shares.ts';
import { writeFileAtomically } from '../util/atomic-file.ts';
import type { HomeKeys } from './keys.ts';

/**
 * How large the disk is, whatever is on it: a guest that goes on from a template knows it to be as large as it was when that was
 * made. The most that certificates take, and as much for all else. In bytes.
 */
const seedBytes = 2 * 1_048_576;

/** How the guest reaches others, and whom it trusts on the way. */
export interface GuestNetwork {
  /** As the guest reaches them. */
  readonly proxies: Proxies;
  /** Certificates of authorities beside those that the guest has itself, in PEM form, one after the other. */
  readonly certificates: string;
  /**
   * What a guest answers that was given this, for whoever supervises it later: a word for each of the two above, other for
   * other content, and the ports of the host by which it reaches its proxies, with commas between (`-`: none).
   */
  readonly marks: string;
}

/** What the guest is told about its host and this start, beside the keys. */
export interface SeedContent {
  readonly keys: HomeKeys;
  readonly hostname: string;
  /** Where the guest is in the network of this computer's VMs (main/vm/node-address.ts). */
  readonly nodeAddress: string;
  /** Where ports go that are published without an address. */
  readonly portsAddress: string;
  /** What of the host may be reached, and how names are looked up: the words of vm-assets/root/usr/lib/slipway/host-access. */
  readonly hostAccess: readonly string[];
  /** Registries that are asked for images of Docker Hub first: contract/mirrors.ts. */
  readonly mirrors: readonly string[];
  readonly network: GuestNetwork;
  /** Folders of the host, in the order of their tags. */
  readonly shares: readonly Share[];
  /** The data disk is brand new: make a file system on it. Never set for a disk that may hold data. */
  readonly formatData: boolean;
  /** The data disk reads as zeros throughout: what is to be zero on it need not be written. */
  readonly dataIsZero?: boolean;
  /** The data disk was made larger than the file system on it: that is to grow. */
  readonly growData: boolean;
}

/** Writes the small read-only disk that tells the guest who may log in, and what this start is about: a plain tar. */
export async function writeSeed(path: string, content: SeedContent): Promise<void> {
  const archive = pack();
  const variables = [
    `SLIPWAY_HOSTNAME=${content.hostname}`,
    `SLIPWAY_PORTS_ADDRESS=${content.portsAddress}`,
    `SLIPWAY_HOST_ACCESS=${content.hostAccess.join(' ')}`,
    `SLIPWAY_MIRRORS=${mirrorsWord(content.mirrors)}`,
    `SLIPWAY_NODE_ADDRESS=${content.nodeAddress}`,
    ...(content.formatData ? ['SLIPWAY_FORMAT_DATA=1'] : []),
    ...(content.dataIsZero ? ['SLIPWAY_DATA_IS_ZERO=1'] : []),
    ...(content.growData ? ['SLIPWAY_GROW_DATA=1'] : []),
  ];
  archive.entry({ name: 'authorized_keys', mode: 0o600 }, `${content.keys.client.authorizedLine}\n`);
  archive.entry({ name: 'dropbear_ed25519_host_key', mode: 0o600 }, content.keys.guest.dropbear);
  archive.entry({ name: 'guest.env', mode: 0o600 }, `${variables.join('\n')}\n`);
  archive.entry({ name: 'shares', mode: 0o600 }, sharesText(content.shares));
  archive.entry({ name: 'proxies', mode: 0o600 }, proxiesText(content.network.proxies));
  archive.entry({ name: 'certificates.pem', mode: 0o600 }, content.network.certificates);
  archive.entry({ name: 'network-marks', mode: 0o600 }, `${content.network.marks}\n`);
  archive.finalize();
  const bytes = await buffer(archive);
  if (bytes.length > seedBytes) throw new SlipwayError(tooMuch(bytes.length));
  await writeFileAtomically(path, bytes);
  await truncate(path, seedBytes);
}

/** Mirrors as the guest hears of them (vm-assets/root/usr/lib/slipway/mirrors): one word. */
export function mirrorsWord(mirrors: readonly string[]): string {
  return mirrors.length === 0 ? '-' : mirrors.join(',');
}

function tooMuch(bytes: number): Failure {
  return {
    code: 'settings-invalid',
    message: `The VM cannot be told of all that is shared: the list takes ${bytes} bytes of ${seedBytes}.`,
    hint: 'Share a folder above in place of many (`slipway share list`).',
  };
}

/** Two lines for each: whether it is written to, and its path, which may hold anything but the end of a line. */
function sharesText(shares: readonly Share[]): string {
  return shares.map(({ path, readOnly }) => `${readOnly ? 'ro' : 'rw'}\n${path}\n`).join('');
}

/** As dockerd's configuration has them, on one line; nothing where there are none. */
function proxiesText({ http, https, noProxy }: Proxies): string {
  const words = { 'http-proxy': http, 'https-proxy': https, 'no-proxy': noProxy.join(',') };
  const given = Object.entries(words).filter(([, value]) => value !== '');
  return given.length === 0 ? '' : `${JSON.stringify(Object.fromEntries(given))}\n`;
}
