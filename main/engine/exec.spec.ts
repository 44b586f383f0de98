import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { engineAt } from './connection.ts';
import { openContainerShell } from './exec.ts';
import { type EngineServer, serveEngine } from './fakes/engine-server.ts';

vi.mock('../assets.ts', () => ({
  loadAssets: async () => ({ bundledImages: { file: import.meta.filename } }),
}));

const size = { columns: 80, rows: 24 };
let server: EngineServer;
let hijacked: Socket[];
/** What was asked to be run. */
let asked: { readonly Cmd: readonly string[]; readonly User?: string }[];
/** All else that was asked for. */
let others: string[];
/** Whether the engine has the image of tools. */
let hasTools: boolean;

/** An engine that makes execs and, when they are started, says a greeting on the raw stream: the last one again and again. */
async function engineThatSays(...greetings: readonly [string, ...string[]]) {
  server = await serveEngine((request, response) => {
    if (request.url?.endsWith('/exec')) void text(request).then((body) => asked.push(JSON.parse(body)));
    response.setHeader('Content-Type', 'application/json');
    const line = `${request.method} ${request.url?.replace(/\?.*$/, '')}`;
    others.push(line);
    if (line === 'POST /images/load') hasTools = true;
    if (line === 'POST /containers/create') {
      response.statusCode = hasTools ? 201 : 404;
      response.end(
        JSON.stringify(hasTools ? { Id: 'killer' } : { message: 'No such image: slipway/busybox' }),
      );
      return;
    }
    const created = request.url?.endsWith('/containers/web/exec') ?? false;
    response.statusCode = created ? 201 : 200;
    response.end(JSON.stringify(created ? { Id: 'exec1' } : { ExitCode: 7, Running: true, Pid: 99 }));
  });
  server.http.on('upgrade', (_, socket: Socket) => {
    const greeting = greetings[Math.min(hijacked.length, greetings.length - 1)];
    hijacked.push(socket);
    socket.on('error', () => undefined);
    socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n');
    if (greeting) socket.write(greeting);
  });
  return engineAt(server.socketPath);
}

beforeEach(async () => {
  hijacked = [];
  asked = [];
  others = [];
  hasTools = true;
});

afterEach(async () => {
  for (const socket of hijacked) socket.destroy();
  await server.close();
});

describe('a shell in a container', () => {
  it('keeps its number to itself, gives all that follows, and tells its exit code', async () => {
    const engine = await engineThatSays('42\r\n/ # ');
    const shell = await openContainerShell(engine, 'web', size, new AbortController().signal);
    hijacked[0]?.end();
    expect(await text(shell.stream)).toBe('/ # ');
    expect(await shell.exit).toBe(7);
  });

  it('is the best there is, or what was asked for', async () => {
    const engine = await engineThatSays('42\r\n');
    const signal = new AbortController().signal;
    await openContainerShell(engine, 'web', size, signal);
    await openContainerShell(engine, 'web', size, signal, { command: ['top', '-d', '1'], user: 'app:app' });
    expect(asked[0]?.Cmd).toEqual(['/bin/sh', '-c', expect.stringContaining('exec bash')]);
    expect(asked[0]).not.toHaveProperty('User');
    expect(asked[1]).toMatchObject({
      Cmd: ['/bin/sh', '-c', 'echo $$; exec "$@"', 'sh', 'top', '-d', '1'],
      User: 'app:app',
    });
  });

  it('is told that its terminal is gone by its own user, for another may not', async () => {
    const engine = await engineThatSays('42\r\n');
    const program = { command: [], user: 'root' };
    const shell = await openContainerShell(engine, 'web', size, new AbortController().signal, program);
    shell.close();
    await expect.poll(() => asked[1]).toMatchObject({ Cmd: ['/bin/sh', '-c', 'kill -HUP 42'], User: 'root' });
  });

  const noShell =
    'OCI runtime exec failed: exec failed: unable to start container process: exec: "/bin/sh": stat /bin/sh: no such file or directory: unknown\r\n';

  it('that is not in the image is told apart from every other failure', async () => {
    const engine = await engineThatSays(noShell);
    await expect(openContainerShell(engine, 'web', size, new AbortController().signal)).rejects.toMatchObject(
      { code: 'shell-missing', detail: noShell.trim() },
    );
  });

  it('is not needed for a program that is asked for', async () => {
    const engine = await engineThatSays(noShell, 'the program itself');
    const program = { command: ['/app', '--console'], user: '' };
    const shell = await openContainerShell(engine, 'web', size, new AbortController().signal, program);
    hijacked[1]?.end();
    expect(await text(shell.stream)).toBe('the program itself');
    expect(asked[1]?.Cmd).toEqual(['/app', '--console']);
  });

  it.each([true, false])('that there is none of is ended from outside; tools there: %s', async (there) => {
    hasTools = there;
    const engine = await engineThatSays(noShell, 'the program itself');
    const program = { command: ['/app', '--console'], user: '' };
    const shell = await openContainerShell(engine, 'web', size, new AbortController().signal, program);
    shell.close();
    await expect.poll(() => others).toContain('POST /containers/killer/start');
    expect(others.includes('POST /images/load')).toBe(!there);
  });

  it('that does not start is told with what the engine said', async () => {
    const engine = await engineThatSays('unable to find user ghost: no matching entries in passwd file\r\n');
    await expect(openContainerShell(engine, 'web', size, new AbortController().signal)).rejects.toMatchObject(
      {
        code: 'engine-request-failed',
        message:
          'Could not open a terminal in the container: unable to find user ghost: no matching entries in passwd file',
      },
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
