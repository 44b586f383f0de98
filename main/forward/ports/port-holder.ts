import { readdir, readFile, readlink } from 'node:fs/promises';
import type { PortBinding, PortHolder } from '../../contract/ports.ts';
import { supervisedHome } from '../../home/supervised-home.ts';

/** A socket of this machine, as /proc/net tells of it. */
export interface BoundSocket {
  readonly address: string;
  readonly port: number;
  readonly inode: string;
}

/**
 * The process that is in the way of a port. Undefined when it is not to be found out: elsewhere than on Linux, and, unless we are
 * root, when it is another user's.
 */
export async function findHolder(binding: PortBinding): Promise<PortHolder | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    const { protocol } = binding;
    const tables = await Promise.all(
      [protocol, `${protocol}6`].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
    );
    const inodes = tables
      .flatMap((table) => parseSockets(table, protocol))
      .filter((socket) => isInTheWay(socket, binding))
      .map(({ inode }) => `socket:[${inode}]`);
    return inodes.length === 0 ? undefined : await processWith(new Set(inodes));
  } catch {
    return undefined;
  }
}

/** Connected TCP sockets hold no port; TCP_LISTEN is 0A in linux/net/tcp_states.h. A bound one of UDP has the state 07. */
export function parseSockets(table: string, protocol: PortBinding['protocol']): readonly BoundSocket[] {
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
      const [hex = '', port = ''] = local.split(':');
      if (inode === undefined || state !== (protocol === 'tcp' ? '0A' : '07')) return [];
      return [{ address: addressOf(hex), port: Number.parseInt(port, 16), inode }];
    });
}

function isInTheWay(socket: BoundSocket, { address, port }: PortBinding): boolean {
  if (socket.port !== port) return false;
  if (socket.address === address || socket.address === '::') return true;
  const isSixth = address.includes(':');
  if (socket.address === '0.0.0.0') return !isSixth;
  if (address === '0.0.0.0') return !socket.address.includes(':');
  return address === '::' && socket.address.includes(':');
}

/** The kernel writes each 32 bits of an address in the machine's own order, which is little-endian wherever we run. */
function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).toReversed());
  const numbers = bytes.map((byte) => Number.parseInt(byte, 16));
  if (numbers.length === 4) return numbers.join('.');
  if (numbers.every((byte) => byte === 0)) return '::';
  if (numbers.slice(0, 15).every((byte) => byte === 0) && numbers[15] === 1) return '::1';
  // ::ffff:a.b.c.d: an IPv4 socket of a program that knows both kinds.
  if (numbers.slice(0, 10).every((byte) => byte === 0) && numbers[10] === 255)
    return numbers.slice(12).join('.');
  const groups = Array.from({ length: 8 }, (_, at) =>
    (((numbers[2 * at] ?? 0) << 8) | (numbers[2 * at + 1] ?? 0)).toString(16),
  );
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

/** Whom a look through the processes has found to have some sockets. */
interface Finding {
  /** Undefined: nobody who can be seen. */
  readonly pid: string | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * By their sockets: a port that stays taken is asked for every few seconds, and to look through every process's files each time would
 * never let this computer rest.
 */
const findings = new Map<string, Finding>();
const mostFindings = 200;

/** Nobody is looked for again after so long, in milliseconds: who has a socket may have been just beginning. */
const nobodyForMs = 60_000;

async function processWith(sockets: ReadonlySet<string>): Promise<PortHolder | undefined> {
  const key = [...sockets].toSorted().join();
  const before = findings.get(key);
  if (before?.pid !== undefined && (await hasOneOf(before.pid, sockets))) return describe(before.pid);
  const isFresh = before !== undefined && Date.now() - before.at < nobodyForMs;
  if (isFresh && before.pid === undefined) return undefined;
  const pid = await lookThrough(sockets);
  if (findings.size >= mostFindings) findings.clear();
  findings.set(key, { pid, at: Date.now() });
  return pid === undefined ? undefined : describe(pid);
}

async function lookThrough(sockets: ReadonlySet<string>): Promise<string | undefined> {
  for (const name of await readdir('/proc'))
    if (/^\d+$/.test(name) && (await hasOneOf(name, sockets))) return name;
  return undefined;
}

async function hasOneOf(pid: string, sockets: ReadonlySet<string>): Promise<boolean> {
  for (const descriptor of await readdir(`/proc/${pid}/fd`).catch((): string[] => [])) {
    const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
    if (sockets.has(target)) return true;
  }
  return false;
}

async function describe(pid: string): Promise<PortHolder> {
  const home = (await supervisedHome(Number(pid)))?.replace(/\p{Cc}/gu, '?');
  if (home !== undefined) return { pid: Number(pid), name: `Slipway of ${home}`, home };
  const text = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
  return { pid: Number(pid), name: text.trim().replace(/\p{Cc}/gu, '?') || 'without a name' };
}
