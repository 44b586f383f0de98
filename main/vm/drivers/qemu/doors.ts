import { Socket } from 'node:net';
import { SlipwayError } from '../../../contract/errors.ts';
import type { PortProtocol } from '../../../contract/ports.ts';
import { doorSocket, type HomePaths } from '../../../home/paths.ts';
import { connectPatiently } from '../../../util/connect-patiently.ts';
import { isThere } from '../../../util/is-there.ts';
import { shortest } from '../../../util/shortest.ts';
import { streamBufferBytes } from '../../../util/stream-buffer.ts';
import { withDeadline } from '../../../util/wait.ts';
import type { MachineDoors } from '../../driver.ts';
import type { Qmp } from './qmp.ts';

/** A forward is made in QEMU's main loop, whatever the guest does. In milliseconds. */
const deadlineMs = 5_000;

/**
 * Doors by forwards of QEMU's. Of TCP a unix socket in the run folder each, which no other user can connect to; QEMU (11.1)
 * cannot take such a one back, so it stays for the next port at that door, which the guest keeps shut meanwhile. Of UDP, and
 * where QEMU has no unix forwards, a port of the loopback that the system chooses.
 */
export function createDoors(qmp: Qmp, paths: Pick<HomePaths, 'run'>, hasUnixForward: boolean): MachineDoors {
  const loopback = new Map<string, number>();
  /** What is being done at a door, one thing after the other. */
  const last = new Map<string, Promise<unknown>>();

  const next = <Result>(key: string, work: () => Promise<Result>): Promise<Result> => {
    const done = (last.get(key) ?? Promise.resolve()).then(work, work);
    last.set(key, done);
    const forget = () => {
      if (last.get(key) === done) last.delete(key);
    };
    done.then(forget, forget);
    return done;
  };

  const tell = async (line: string): Promise<string> => {
    const failure = {
      code: 'vm-unresponsive' as const,
      message: 'QEMU did not make a way for a published port in time.',
      hint: '`slipway restart` starts it anew.',
    };
    const answer = await withDeadline(deadlineMs, new AbortController().signal, failure, (inner) =>
      qmp.execute('human-monitor-command', { 'command-line': line }, inner),
    );
    return String(answer).trim();
  };

  const add = async (rule: string, door: number) => {
    const words = await tell(`hostfwd_add net0 ${quoteWord(`${rule}-:${door}`)}`);
    if (words !== '') throw refused(words);
  };

  const openUnix = async (door: number) => {
    const path = doorSocket(paths, door);
    // Also by a host before this one: the name is made new with each QEMU.
    if (!(await isThere(path))) await add(`unix:${path}`, door);
  };

  const find = async (protocol: PortProtocol, door: number) =>
    forwardedPort(await tell('info usernet'), protocol, door);

  const openLoopback = async (protocol: PortProtocol, door: number) => {
    const key = `${protocol} ${door}`;
    if (loopback.has(key)) return;
    let port = await find(protocol, door);
    if (port === undefined) {
      await add(`${protocol}:127.0.0.1:0`, door);
      port = await find(protocol, door);
    }
    if (port === undefined) throw refused('it does not tell of a forward that it has made');
    loopback.set(key, port);
  };

  const closeLoopback = async (protocol: PortProtocol, door: number) => {
    const key = `${protocol} ${door}`;
    // Also one that a host before this one has made.
    const port = loopback.get(key) ?? (await find(protocol, door));
    loopback.delete(key);
    if (port !== undefined) await tell(`hostfwd_remove net0 ${protocol}:127.0.0.1:${port}`);
  };

  const isUnix = (protocol: PortProtocol) => protocol === 'tcp' && hasUnixForward;

  return {
    open: (protocol, door) =>
      next(`${protocol} ${door}`, () => (isUnix(protocol) ? openUnix(door) : openLoopback(protocol, door))),
    async close(protocol, door) {
      if (isUnix(protocol)) return;
      await next(`${protocol} ${door}`, () => closeLoopback(protocol, door)).catch(() => undefined);
    },
    async connect(door, signal) {
      const port = loopback.get(`tcp ${door}`);
      if (port === undefined) return connectPatiently(shortest(doorSocket(paths, door)), signal);
      // Not written in place: Node's types do not know the mark.
      const options = { allowHalfOpen: true, highWaterMark: streamBufferBytes };
      return new Socket(options).connect(port, '127.0.0.1').setNoDelay();
    },
    datagramPort: (door) => loopback.get(`udp ${door}`),
  };
}

/**
 * The port of the host's loopback that a QEMU tells of for a port of the guest, in lines such as
 * `UDP[HOST_FORWARD]  14  127.0.0.1 41234  10.0.2.15 61441  0  0`.
 */
export function forwardedPort(text: string, protocol: PortProtocol, door: number): number | undefined {
  for (const line of text.split('\n')) {
    const [kind, , address, port, , guestPort] = line.trim().split(/\s+/);
    if (kind !== `${protocol.toUpperCase()}[HOST_FORWARD]` || address !== '127.0.0.1') continue;
    if (Number(guestPort) === door) return Number(port);
  }
  return undefined;
}

/** A word of QEMU's human monitor, whatever is in it. */
export function quoteWord(word: string): string {
  return `"${word.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function refused(words: string): SlipwayError {
  return new SlipwayError({
    code: 'qemu-failed',
    message: `QEMU makes no way for a published port: ${words.split('\n', 1)[0]?.trim()}.`,
    hint: 'See `slipway logs --source qemu`.',
  });
}
