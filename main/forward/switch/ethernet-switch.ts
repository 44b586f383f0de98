import { createServer, type Socket } from 'node:net';
import { listenLastingly } from '../../util/lasting-listener.ts';
import { type AddressTable, createAddressTable } from './address-table.ts';
import { createFrameReader, type Frame } from './frames.ts';

/** VMs of one computer; each has one address of its own and a few of what runs in it. */
const mostAddresses = 1_024;

/** More VMs than a computer has memory for. */
const mostPorts = 64;

/** What waits for a VM that does not take it in: the rest is dropped, as by any switch, and sent again by who sent it. In bytes. */
const mostWaitingBytes = 4 * 1024 * 1024;

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
  const ports = new Set<Socket>();
  const table: AddressTable<Socket> = createAddressTable(mostAddresses);
  let dropped = 0;
  let closed: Promise<void> | undefined;

  const send = (port: Socket, { bytes }: Frame) => {
    if (port.writableLength + bytes.length > mostWaitingBytes) dropped += 1;
    else port.write(bytes);
  };
  const pass = (from: Socket, frame: Frame) => {
    table.learn(frame.source, from);
    const to = frame.isGroup ? undefined : table.find(frame.destination);
    if (to !== undefined) {
      if (to !== from) send(to, frame);
      return;
    }
    for (const port of ports) if (port !== from) send(port, frame);
  };
  const hear = (from: Socket, frames: readonly Frame[]) => {
    // What came together leaves together: one call of the system for each VM, and not one for each frame.
    for (const port of ports) port.cork();
    for (const frame of frames) pass(from, frame);
    for (const port of ports) port.uncork();
  };
  const serve = (port: Socket) => {
    if (closed !== undefined || ports.size >= mostPorts) return port.destroy();
    const reader = createFrameReader();
    ports.add(port);
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
      for (const port of ports) port.destroy();
      return closed;
    },
  };
}
