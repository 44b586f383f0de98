import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** Where Debian's openssh-sftp-server has it. */
const program = '/usr/lib/openssh/sftp-server';

/** This machine's files by SFTP, without SSH around it: encryption would only take time. */
export interface SftpServer {
  /** On 127.0.0.1. */
  readonly port: number;
  close(): void;
}

/** Serves whoever connects on the loopback, by a process each. Throws where there is no sftp-server. */
export async function serveSftp(): Promise<SftpServer> {
  if (!existsSync(program)) throw new Error(`There is no ${program}: install openssh-sftp-server.`);
  const open = new Map<Socket, ChildProcess>();
  const server = createServer((socket) => {
    const child = spawn(program, [], { stdio: ['pipe', 'pipe', 'ignore'] });
    open.set(socket, child);
    const end = () => {
      open.delete(socket);
      child.kill('SIGKILL');
      socket.destroy();
    };
    for (const stream of [socket, child.stdin, child.stdout]) stream.on('error', end);
    child.once('error', end);
    child.once('exit', end);
    socket.once('close', end);
    socket.pipe(child.stdin);
    child.stdout.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      for (const [socket, child] of open) {
        child.kill('SIGKILL');
        socket.destroy();
      }
    },
  };
}
