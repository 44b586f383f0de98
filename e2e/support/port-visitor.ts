import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { abortAfter, poll } from '../../main/util/wait.ts';

/** An address of this machine that others reach it by. */
export function lanAddress(): string {
  const found = Object.values(networkInterfaces())
    .flat()
    .find((one) => one !== undefined && one.family === 'IPv4' && !one.internal);
  if (found === undefined) throw new Error('this machine has no address but its loopback');
  return found.address;
}

/**
 * Below what a VM's engine takes for a port that nobody chose (from 20000), and what Linux gives to whoever asks for any (from 32768), so
 * that no socket gets the number in the meantime.
 */
const unasked = { first: 10_000, count: 10_000 };

const given = new Set<number>();

/** Ports of the host that nobody listens on, each at most once in a process. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const found: number[] = [];
  for (let tries = 0; found.length < count; tries += 1) {
    if (tries > unasked.count) throw new Error(`no ${count} ports are free`);
    const port = unasked.first + Math.floor(Math.random() * unasked.count);
    if (given.has(port)) continue;
    const server = await listen('127.0.0.1', port).catch(() => undefined);
    if (server === undefined) continue;
    await new Promise((resolve) => server.close(resolve));
    given.add(port);
    found.push(port);
  }
  return found;
}

/** As many free ports that follow one another; the first one. */
export async function freeRange(count: number): Promise<number> {
  for (let first = unasked.first; first + count <= unasked.first + unasked.count; first += count) {
    const ports = Array.from({ length: count }, (_, at) => first + at);
    if (ports.some((port) => given.has(port))) continue;
    const servers = await Promise.allSettled(ports.map((port) => listen('0.0.0.0', port)));
    for (const server of servers) if (server.status === 'fulfilled') server.value.close();
    if (servers.some(({ status }) => status === 'rejected')) continue;
    for (const port of ports) given.add(port);
    return first;
  }
  throw new Error(`no ${count} ports in a row are free`);
}

/** Somebody else's program. */
export async function listen(host: string, port: number): Promise<Server> {
  const server = createServer((socket) => socket.destroy());
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}

/** The status line of a web server; rejects when nobody answers. The request ends with its direction. */
export async function askWeb(host: string, port: number, timeoutMs = 60_000): Promise<string> {
  const socket = await open(host, port, timeoutMs);
  socket.end('GET / HTTP/1.0\r\n\r\n');
  const answer = await text(socket);
  return answer.split('\r\n', 1)[0] ?? '';
}

/** The same of a web server whose container has just been started: it listens a moment later than that, and ends connections until then. */
export function askNewWeb(host: string, port: number): Promise<string> {
  const asked = async () => (await askWeb(host, port).catch(() => '')) || undefined;
  return poll(200, abortAfter(60_000), asked);
}

/** What an echo server gives back for a text, the direction being ended behind it. */
export async function askEcho(host: string, port: number, said: string, timeoutMs = 60_000): Promise<string> {
  const socket = await open(host, port, timeoutMs);
  socket.end(said);
  return text(socket);
}

/** A connection; rejects when it is refused. */
export async function open(host: string, port: number, timeoutMs = 60_000): Promise<Socket> {
  const socket = connect({ host, port, allowHalfOpen: true });
  socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`${host}:${port} did not answer in time`)));
  await once(socket, 'connect');
  return socket;
}

/** Whether somebody listens. */
export async function isOpen(host: string, port: number): Promise<boolean> {
  try {
    (await open(host, port)).destroy();
    return true;
  } catch {
    return false;
  }
}

/** What comes back for a datagram. It is sent again after a second: UDP may lose any. */
export async function askUdp(host: string, port: number, said: Buffer, timeoutMs = 60_000): Promise<Buffer> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  const signal = abortAfter(timeoutMs);
  let timer: NodeJS.Timeout | undefined;
  try {
    // Joined, it hears when nobody listens there.
    socket.connect(port, host);
    await once(socket, 'connect', { signal });
    const answered = once(socket, 'message', { signal });
    timer = setInterval(() => socket.send(said), 1_000);
    socket.send(said);
    const [message] = await answered;
    return message as Buffer;
  } finally {
    clearInterval(timer);
    socket.close();
  }
}

/** Whether an echo server answers: false where nobody listens. Rejects when there is neither an answer nor a refusal in time. */
export async function reachesEcho(
  protocol: 'tcp' | 'udp',
  host: string,
  port: number,
  timeoutMs = 10_000,
): Promise<boolean> {
  const said = `${protocol} ${host} ${port}`;
  try {
    const answer =
      protocol === 'tcp'
        ? await askEcho(host, port, said, timeoutMs)
        : await askUdp(host, port, Buffer.from(said), timeoutMs);
    return `${answer}` === said;
  } catch (error) {
    // What is accepted and then dropped has nobody behind it either.
    if (/ECONNREFUSED|ECONNRESET/.test((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}
