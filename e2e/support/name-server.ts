import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** A name server of a test's own. */
export interface NameServer {
  /** The names that it was asked for. */
  readonly asked: readonly string[];
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on an address of the loopback (0: on some port; 53 takes root); knows IPv4 addresses of names, and nothing else. */
export async function startNameServer(
  address: string,
  names: Readonly<Record<string, string>>,
  port = 53,
): Promise<NameServer> {
  const asked: string[] = [];
  const socket: Socket = createSocket('udp4');
  socket.on('message', (question, { address: from, port: by }) => {
    const { name, end } = readName(question);
    asked.push(name);
    const isForAddress = question.readUInt16BE(end) === 1;
    const found = names[name.toLowerCase()];
    const answers = found !== undefined && isForAddress ? [addressRecord(found)] : [];
    // What was asked, as an answer (RFC 1035, 4.1.1); no such name is 3.
    const header = Buffer.from(question.subarray(0, 12));
    header.writeUInt16BE(0x8180 | (found === undefined ? 3 : 0), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(answers.length, 6);
    header.fill(0, 8);
    socket.send(Buffer.concat([header, question.subarray(12, end + 4), ...answers]), by, from);
  });
  socket.bind(port, address);
  await once(socket, 'listening');
  return {
    asked,
    port: socket.address().port,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

/** The name that is asked for, and where its type stands. */
function readName(question: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.'), end: at + 1 };
}

/** An A record of the name that was asked for, for a minute. */
function addressRecord(address: string): Buffer {
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4]);
  return Buffer.concat([record, Buffer.from(address.split('.').map(Number))]);
}
