import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { unsharedBinds } from './unshared-binds.ts';

let folder: string;
let paths: HomePaths;
const at = (name: string) => join(folder, name);
const tell = (...sources: readonly string[]) =>
  unsharedBinds(paths, ['run', ...sources.flatMap((source) => ['-v', `${source}:/app`]), 'alpine']);

beforeEach(async () => {
  folder = await realpath(await mkdtemp('/tmp/sw-unit-'));
  paths = homePaths(at('home'));
  for (const name of ['home', 'shared', 'shared/in', 'other']) await mkdir(at(name));
  await writeFile(at('other/file'), '');
  await symlink(at('shared'), at('link'));
  await symlink(at('other'), at('link-to-other'));
  await writeFile(paths.shares, JSON.stringify({ shares: [{ path: at('shared'), readOnly: false }] }));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

it('names a folder that is in no share, once, and what shares it', async () => {
  expect(await tell(at('other'), at('other'))).toEqual([
    {
      message: `${at('other')} is not shared with containers: they see what the VM has under that path, an empty folder as a rule.`,
      hint: `\`slipway share add ${at('other')}\`, then \`slipway restart\``,
    },
  ]);
});

it('of a file, shares the folder that it is in', async () => {
  expect(await tell(at('other/file'))).toMatchObject([
    { hint: `\`slipway share add ${at('other')}\`, then \`slipway restart\`` },
  ]);
});

it('of a link, names the path that containers can see', async () => {
  expect(await tell(at('link/in'), at('link-to-other'))).toMatchObject([
    { hint: `Use the path without links, which is shared: ${at('shared/in')}` },
    { hint: expect.stringContaining(`share add ${at('other')}\`, then \`slipway restart\`, and use`) },
  ]);
});

it('is silent about what is shared, what is not here, and what is the VM’s own by intent', async () => {
  const socket = createServer().listen(at('socket'));
  await new Promise((resolve) => socket.once('listening', resolve));
  const silent = ['shared', 'shared/in', 'shared/not-yet', 'nothing', 'socket', 'home'].map(at);
  expect(await tell(...silent, '/', '/proc', '/etc/hosts', '/tmp', '/var/lib/docker')).toEqual([]);
  socket.close();
});

it('is silent when it cannot be known what is shared', async () => {
  await writeFile(paths.shares, '{');
  expect(await tell(at('other'))).toEqual([]);
});
