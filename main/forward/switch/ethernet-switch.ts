import { createServer, type Socket } from 'node:net';
import { listenLastingly } from '../../util/lasting-listener.ts';
import { type AddressTable, createAddressTable } from './address-table.ts';
import { createFrameReader, type Frame } from './frames.ts';

/** VMs of one computer; each has one address of its own and a few of what runs in it. */
const mostAddresses = 1_024;

/** As many as the network has addresses (main/vm/node-address.ts), and a few that come again before they are missed. */
const mostPorts = 260;

/** What waits for a VM that does not take it in: the rest is dropped, as by any switch, and sent again by who sent it. In bytes. */
const mostWaitingBytes = 4 * 1024 * 1024;

/** What each write costs beside its content, however small that is. In bytes, rather too many. */
const writeBytes = 1_024;

/** The network between the VMs of this computer. */
export interface EthernetSwitch {
  /** VMs that are connected. */
  ports(): number;
  /** Frames that were dropped since a VM did not take them in. */
  dropped(): number;
  /** Listens anew when its socket was taken away; who is connected stays so. Answers whether it had to. */
  keep(): Promise<boolean>;
  /** Listens no more, and lets go of all. Idempotent. */
  close(): Promise<void>;
}

/**
 * A learning switch at the socket `path` (0600): each connection is the network card of a VM (QEMU's `-netdev stream`), and a frame goes to
 * the one that has its address, or to all others. This computer itself is not on that network. QEMU connects again by itself, so
 * that VMs outlive the process that has the switch.
 */
export async function openEthernetSwitch(path: string): Promise<EthernetSwitch> {
  const ports = new Map<Socket, Port>();
  const table: AddressTable<Socket> = createAddressTable(mostAddresses);
  let dropped = 0;
  let closed: Promise<void> | undefined;

  const send = (port: Port | undefined, { bytes }: Frame) => {
    if (port === undefined) return;
    if (port.waiting + port.next + bytes.length > mostWaitingBytes) dropped += 1;
    else {
      port.frames.push(bytes);
      port.next += bytes.length;
    }
  };
  const pass = (from: Socket, frame: Frame) => {
    table.learn(frame.source, from);
    const to = frame.isGroup ? undefined : table.find(frame.destination);
    if (to !== undefined) {
      if (to !== from) send(ports.get(to), frame);
      return;
    }
    for (const [socket, port] of ports) if (socket !== from) send(port, frame);
  };
  const hear = (from: Socket, frames: readonly Frame[]) => {
    for (const frame of frames) pass(from, frame);
    for (const [socket, port] of ports) if (port.frames.length > 0) flush(socket, port);
  };
  const serve = (port: Socket) => {
    if (closed !== undefined || ports.size >= mostPorts) return port.destroy();
    const reader = createFrameReader();
    ports.set(port, { frames: [], next: 0, waiting: 0 });
    port.on('data', (chunk: Buffer) => {
      try {
        hear(port, reader.read(chunk));
      } catch {
        // No frames: whoever says so has lost its place in the stream, and begins anew.
        port.destroy();
      }
    });
    port.on('error', () => port.destroy());
    port.once('close', () => {
      ports.delete(port);
      table.forget(port);
    });
  };
  const listener = await listenLastingly(path, () => createServer(serve));
  return {
    ports: () => ports.size,
    dropped: () => dropped,
    keep: listener.keep,
    close() {
      closed ??= listener.close();
      for (const port of ports.keys()) port.destroy();
      return closed;
    },
  };
}

/** What is on its way to a VM. */
interface Port {
  /** To be written together, `next` bytes of them. */
  frames: Buffer[];
  next: number;
  /** Written, and not taken in yet; in bytes, with what each write costs. */
  waiting: number;
}

/**
 * What came together leaves together, by one call of the system. As a copy: a frame is a view of all that was read with it, and would
 * keep that for as long as its VM does not take it in, thousands of times its size.
 */
function flush(socket: Socket, port: Port): void {
  const batch = Buffer.allocUnsafeSlow(port.next);
  let at = 0;
  for (const frame of port.frames) at += frame.copy(batch, at);
  port.frames = [];
  port.next = 0;
  const cost = batch.length + writeBytes;
  port.waiting += cost;
  socket.write(batch, () => {
    port.waiting -= cost;
  });
}
