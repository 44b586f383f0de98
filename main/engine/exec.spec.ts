import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineAt } from './connection.ts';
import { openContainerShell } from './exec.ts';

const size = { columns: 80, rows: 24 };
let folder: string;
let server: Server;
let socketPath: string;
let hijacked: Socket[];

/** An engine that makes an exec and, when it is started, says `greeting` on the raw stream. */
async function engineThatSays(greeting: string) {
  server = createServer((request, response) => {
    response.setHeader('Content-Type', 'application/json');
    const created = request.url?.endsWith('/containers/web/exec') ?? false;
    response.statusCode = created ? 201 : 200;
    response.end(JSON.stringify(created ? { Id: 'exec1' } : { ExitCode: 7 }));
  });
  server.on('upgrade', (_, socket: Socket) => {
    hijacked.push(socket);
    socket.on('error', () => undefined);
    socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n');
    if (greeting !== '') socket.write(greeting);
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return engineAt(socketPath);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-exec-'));
  socketPath = join(folder, 'docker.sock');
  hijacked = [];
});

afterEach(async () => {
  for (const socket of hijacked) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

describe('a shell in a container', () => {
  it('keeps its number to itself, gives all that follows, and tells its exit code', async () => {
    const engine = await engineThatSays('42\r\n/ # ');
    const shell = await openContainerShell(engine, 'web', size, new AbortController().signal);
    hijacked[0]?.end();
    expect(await text(shell.stream)).toBe('/ # ');
    expect(await shell.exit).toBe(7);
  });

  it('that does not start is told with what the engine said', async () => {
    const engine = await engineThatSays('exec: "/bin/sh": no such file\r\n');
    await expect(openContainerShell(engine, 'web', size, new AbortController().signal)).rejects.toMatchObject(
      { code: 'engine-request-failed', detail: 'exec: "/bin/sh": no such file' },
    );
  });

  it('that nobody waits for any more is let go', async () => {
    const engine = await engineThatSays('');
    const left = new AbortController();
    const opening = openContainerShell(engine, 'web', size, left.signal);
    const outcome = expect(opening).rejects.toThrow('the window has gone');
    await expect.poll(() => hijacked.length).toBe(1);
    left.abort(new Error('the window has gone'));
    await outcome;
    await expect.poll(() => hijacked[0]?.destroyed || hijacked[0]?.readableEnded).toBe(true);
  });
});
