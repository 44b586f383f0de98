import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { never } from '../../util/wait.ts';
import { engineAt } from '../connection.ts';
import { type EngineServer, serveEngine } from '../fakes/engine-server.ts';
import { download } from './download.ts';

let server: EngineServer;
let archive: Buffer;

beforeEach(async () => {
  server = await serveEngine((_, response) => response.end(archive));
});
afterEach(() => server.close());

const save = (target: string) =>
  download(
    engineAt(server.socketPath),
    { source: { kind: 'container', id: 'web' }, path: '/etc/motd', form: 'file', target },
    () => undefined,
    never,
  );

it('saves the one file of an archive', async () => {
  const entries = pack();
  entries.entry({ name: 'motd' }, 'hello');
  entries.finalize();
  archive = await buffer(entries);
  const target = join(server.folder, 'motd');
  expect(await save(target)).toEqual({ kind: 'done', bytes: 5, files: 1 });
  expect(await readFile(target, 'utf8')).toBe('hello');
});

it.each([
  ['nothing', Buffer.alloc(0)],
  ['no entry', Buffer.alloc(1024)],
])('says so when there is %s in the archive, and leaves nothing', async (_, sent) => {
  archive = sent;
  await expect(save(join(server.folder, 'motd'))).rejects.toThrow('the engine sent an empty archive');
  expect(await readdir(server.folder)).toEqual(['docker.sock']);
});
