import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { PortBinding } from '../../contract/ports.ts';
import type { OpenPort, OpenPortFunction, PortTarget } from './open-port.ts';

/** How much of UDP is remembered, for how long. */
export interface UdpLimits {
  /** Senders that can be answered at the same time; the one that was silent for longest makes way for a new one. */
  readonly mostSenders: number;
  /** A sender is forgotten after this many milliseconds without a datagram either way; the guest's filter minds it for 3 minutes. */
  readonly idleMs: number;
  /** Datagrams that wait for a VM that wakes, for each sender; more are lost, as UDP may lose any. */
  readonly mostWaiting: number;
}

const usual: UdpLimits = { mostSenders: 1_024, idleMs: 120_000, mostWaiting: 16 };

/** What is kept of somebody who has sent something. */
interface Sender {
  /** Its own socket towards the container, so that answers find back; undefined while the container cannot be reached yet. */
  socket: Socket | undefined;
  readonly waiting: Buffer[];
  readonly left: AbortController;
  heardAt: number;
}

/** Listens on a port of UDP, on exactly the address that was asked for. Rejects with the system's error. */
export const openUdpPort: OpenPortFunction = (binding, target, onConnections) =>
  openUdpPortWithin(usual, binding, target, onConnections);

/** The same with limits of one's own. */
export async function openUdpPortWithin(
  limits: UdpLimits,
  binding: PortBinding,
  target: PortTarget,
  onConnections: () => void,
): Promise<OpenPort> {
  const family = isIPv6(binding.address) ? 'udp6' : 'udp4';
  const listener = createSocket({ type: family, ipv6Only: family === 'udp6' });
  await bind(listener, binding);
  // In the order in which they were last heard: the first one was silent for longest.
  const senders = new Map<string, Sender>();
  let isClosed = false;

  const forget = (key: string) => {
    const sender = senders.get(key);
    if (sender === undefined) return;
    senders.delete(key);
    sender.left.abort();
    sender.socket?.close();
    onConnections();
  };

  const heard = (key: string, sender: Sender) => {
    sender.heardAt = performance.now();
    senders.delete(key);
    senders.set(key, sender);
  };

  const join = async (key: string, sender: Sender, from: RemoteInfo) => {
    const port = await target.datagramPort(sender.left.signal);
    const socket = createSocket('udp4');
    // Of one that is joined: nobody is at the container's port. Whoever sends again begins anew.
    socket.on('error', () => {
      if (senders.get(key) === sender) forget(key);
    });
    socket.on('message', (message) => {
      heard(key, sender);
      listener.send(message, from.port, from.address);
    });
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject);
        // Only the container's answers are let in.
        socket.connect(port, '127.0.0.1', () => resolve());
      });
    } catch (error) {
      socket.close();
      throw error;
    }
    if (sender.left.signal.aborted) return socket.close();
    sender.socket = socket;
    for (const message of sender.waiting.splice(0)) socket.send(message);
  };

  const hear = (message: Buffer, from: RemoteInfo) => {
    // It wants no answer (RFC 768), and could be given none.
    if (from.port === 0) return;
    const key = `${from.address} ${from.port}`;
    const known = senders.get(key);
    if (known !== undefined) {
      heard(key, known);
      if (known.socket !== undefined) known.socket.send(message);
      else if (known.waiting.length < limits.mostWaiting) known.waiting.push(message);
      return;
    }
    const [oldest] = senders.keys();
    if (senders.size >= limits.mostSenders && oldest !== undefined) forget(oldest);
    const sender: Sender = {
      ...{ socket: undefined, waiting: [message], left: new AbortController(), heardAt: performance.now() },
    };
    senders.set(key, sender);
    onConnections();
    join(key, sender, from).catch(() => {
      if (senders.get(key) === sender) forget(key);
    });
  };

  listener.on('message', hear);
  // Of a port that is open: a datagram that could not be sent, of which UDP promises nothing.
  listener.on('error', () => undefined);
  const timer = setInterval(() => {
    const before = performance.now() - limits.idleMs;
    for (const [key, sender] of senders) if (sender.heardAt <= before) forget(key);
  }, limits.idleMs / 4);
  timer.unref();

  return {
    connections: () => senders.size,
    drop() {
      for (const [key, sender] of senders) if (sender.socket !== undefined) forget(key);
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      clearInterval(timer);
      for (const key of senders.keys()) forget(key);
      await new Promise<void>((resolve) => listener.close(() => resolve()));
    },
  };
}

function bind(socket: Socket, { address, port }: PortBinding): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      socket.close();
      reject(error);
    };
    socket.once('error', fail);
    socket.bind({ address, port, exclusive: true }, () => {
      socket.off('error', fail);
      resolve();
    });
  });
}
