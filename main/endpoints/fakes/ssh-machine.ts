import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { delimiter, join } from 'node:path';
import { type Connection, Server, utils } from 'ssh2';
import { sshKeyPair } from '../../util/fakes/ssh-key-pair.ts';
import { findProgram } from '../../util/find-program.ts';

/** What a machine does with the command that it is given. */
export type SshAnswer =
  | { readonly kind: 'engine'; readonly socketPath: string }
  | { readonly kind: 'fails'; readonly said: string; readonly code: number }
  | { readonly kind: 'silent' };

/** A machine that is reached by SSH at loopback, and an `ssh` on a PATH of its own that knows how. */
export interface SshMachine {
  /** Without a path. */
  readonly endpoint: string;
  /** The PATH by which its `ssh` is found. */
  readonly path: string;
  /** Commands that it was given. */
  readonly commands: readonly string[];
  /** Log-ins so far. */
  logins(): number;
  answer(answer: SshAnswer): void;
  /** Lets nobody in any more. */
  refuseKeys(): void;
  /** Ends all connections. */
  drop(): void;
  close(): Promise<void>;
}

/** Whether this machine has OpenSSH's client. */
export async function hasSsh(): Promise<boolean> {
  return (await findProgram('ssh')) !== undefined;
}

/** Starts one. Unless `isKnown` its host key is in nobody's known_hosts. */
export async function startSshMachine(isKnown = true): Promise<SshMachine> {
  const program = await findProgram('ssh');
  // OpenSSH's multiplexing takes a short path.
  const folder = await mkdtemp('/tmp/slssh-');
  const hostKey = sshKeyPair();
  const userKey = sshKeyPair();
  let answer: SshAnswer = { kind: 'silent' };
  let logins = 0;
  let isOpen = true;
  const commands: string[] = [];
  const connections = new Set<Connection>();
  const streams = new Set<Socket>();
  const wanted = utils.parseKey(userKey.public);
  if (wanted instanceof Error) throw wanted;
  const server = new Server({ hostKeys: [hostKey.private] }, (connection) => {
    connections.add(connection);
    connection.on('error', () => undefined);
    connection.on('close', () => connections.delete(connection));
    connection.on('authentication', (context) => {
      if (context.method !== 'publickey' || !isOpen) return context.reject(['publickey']);
      if (!context.key.data.equals(wanted.getPublicSSH())) return context.reject(['publickey']);
      if (context.signature && context.blob) {
        if (wanted.verify(context.blob, context.signature, context.hashAlgo) !== true)
          return context.reject(['publickey']);
        logins += 1;
      }
      context.accept();
    });
    connection.on('session', (accept) => {
      accept().on('exec', (acceptExec, _, { command }) => {
        commands.push(command);
        const channel = acceptExec();
        channel.on('error', () => undefined);
        if (answer.kind === 'silent') return;
        if (answer.kind === 'fails') {
          channel.stderr.write(answer.said);
          channel.exit(answer.code);
          channel.end();
          return;
        }
        const engine = connect({ path: answer.socketPath, allowHalfOpen: true });
        streams.add(engine);
        engine.on('error', () => channel.close());
        engine.on('close', () => streams.delete(engine));
        channel.pipe(engine);
        engine.pipe(channel, { end: false });
        engine.on('end', () => {
          channel.exit(0);
          channel.end();
        });
        channel.on('close', () => engine.destroy());
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const known = `[127.0.0.1]:${port} ${hostKey.public}\n`;
  await writeFile(join(folder, 'known_hosts'), isKnown ? known : '');
  await writeFile(join(folder, 'key'), userKey.private, { mode: 0o600 });
  const options = ['IdentitiesOnly=yes', `IdentityFile=${join(folder, 'key')}`]
    .concat([`UserKnownHostsFile=${join(folder, 'known_hosts')}`, 'GlobalKnownHostsFile=/dev/null'])
    .map((option) => `-o ${option}`);
  const script = `#!/bin/sh\nexec ${program} -F /dev/null ${options.join(' ')} "$@"\n`;
  await writeFile(join(folder, 'ssh'), script, { mode: 0o700 });
  return {
    endpoint: `ssh://ann@127.0.0.1:${port}`,
    path: [folder, process.env.PATH ?? ''].join(delimiter),
    commands,
    logins: () => logins,
    answer(next) {
      answer = next;
    },
    refuseKeys() {
      isOpen = false;
    },
    drop() {
      for (const connection of connections) connection.end();
      for (const stream of streams) stream.destroy();
    },
    async close() {
      for (const connection of connections) connection.end();
      for (const stream of streams) stream.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
