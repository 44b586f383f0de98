import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type LastingListener, listenLastingly } from './lasting-listener.ts';

let folder: string;
let path: string;
let listener: LastingListener;
const served: Socket[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lasting-'));
  path = join(folder, 'docker.sock');
  listener = await listenLastingly(path, () =>
    createServer((socket) => {
      served.push(socket);
      socket.pipe(socket);
    }),
  );
});
afterEach(async () => {
  for (const socket of served.splice(0)) socket.destroy();
  await listener.close();
  await rm(folder, { recursive: true, force: true });
});

async function echo(socket: Socket): Promise<string> {
  socket.write('word');
  const [answer] = await once(socket, 'data');
  return String(answer);
}

it('leaves a socket alone that is there', async () => {
  const before = await stat(path);
  expect(await listener.keep()).toBe(false);
  expect((await stat(path)).ino).toBe(before.ino);
});

it.each([
  ['gone', () => rm(path)],
  [
    'another file',
    async () => {
      await rm(path);
      await writeFile(path, 'not a socket');
    },
  ],
])(
  'listens anew where its socket is %s, for its owner alone, and goes on serving who is connected',
  async (_, harm) => {
    const early = connect(path);
    expect(await echo(early)).toBe('word');
    await harm();
    expect(await listener.keep()).toBe(true);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const late = connect(path);
    expect(await echo(late)).toBe('word');
    expect(await echo(early)).toBe('word');
    expect(await listener.keep()).toBe(false);
    early.destroy();
    late.destroy();
  },
);

it('tries again at the next look where it could not', async () => {
  await rm(folder, { recursive: true });
  await expect(listener.keep()).rejects.toMatchObject({ code: 'EACCES' });
  await expect(listener.keep()).rejects.toThrow();
  await rm(folder, { recursive: true, force: true });
  folder = await mkdtemp(join(tmpdir(), 'lasting-'));
});

it('does not listen again once it is closed', async () => {
  await listener.close();
  expect(await listener.keep()).toBe(false);
  await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
});
