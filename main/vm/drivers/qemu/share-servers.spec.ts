import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HomePaths, homePaths } from '../../../home/paths.ts';
import { prepareHome } from '../../../home/prepare-home.ts';
import { isThere } from '../../../util/is-there.ts';
import { isAlive, type ProcessIdentity } from '../../../util/process-identity.ts';
import { abortAfter, poll } from '../../../util/wait.ts';
import {
  endShareServers,
  findDeadShares,
  type ShareServerOptions,
  startShareServers,
} from './share-servers.ts';

let folder: string;
let paths: HomePaths;
const { signal } = new AbortController();
const shares = [
  { path: '/srv/a', readOnly: false },
  { path: '/srv/b', readOnly: true },
];

/** In the place of busybox and all that it would start: listens where virtiofsd is told to. */
const listens = `while [ "$1" != --socket-path ]; do shift; done
exec "$NODE" -e 'require("net").createServer().listen(process.argv[1])' "$2"`;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-servers-'));
  paths = homePaths(folder);
  await prepareHome(paths);
});

afterEach(async () => {
  await endShareServers(paths);
  await rm(folder, { recursive: true, force: true });
});

async function optionsWith(script: string): Promise<ShareServerOptions> {
  const busybox = join(folder, 'busybox');
  await writeFile(busybox, `#!/bin/sh\nNODE='${process.execPath}'\n${script}\n`);
  await chmod(busybox, 0o755);
  const server = { command: 'virtiofsd', parameters: [] };
  return { paths, program: { version: '1', server, busybox }, user: { uid: 1000, gid: 1000 }, hidden: [] };
}

async function recorded(): Promise<readonly ProcessIdentity[]> {
  return JSON.parse(await readFile(paths.shareServers, 'utf8'));
}

async function untilDead(servers: readonly ProcessIdentity[]): Promise<void> {
  for (const server of servers)
    await poll(10, abortAfter(5_000), async () => ((await isAlive(server)) ? undefined : true));
}

describe('the servers of shares', () => {
  it('listen once they are started, and are gone with their sockets once they are ended', async () => {
    await startShareServers(shares, await optionsWith(listens), signal);
    const servers = await recorded();
    expect(servers).toHaveLength(2);
    for (const tag of ['share0', 'share1']) expect(await isThere(join(paths.run, `${tag}.sock`))).toBe(true);
    await endShareServers(paths);
    await untilDead(servers);
    for (const path of [join(paths.run, 'share0.sock'), paths.shareServers])
      expect(await isThere(path)).toBe(false);
    await endShareServers(paths);
  });

  it('of an earlier start are ended by the next', async () => {
    const options = await optionsWith(listens);
    await startShareServers(shares, options, signal);
    const before = await recorded();
    await startShareServers([], options, signal);
    await untilDead(before);
    expect(await isThere(paths.shareServers)).toBe(false);
  });

  it('are told apart by who has ended', async () => {
    await startShareServers(shares, await optionsWith(listens), signal);
    expect(await findDeadShares(paths, shares)).toEqual([]);
    const [, second] = await recorded();
    if (second !== undefined) process.kill(second.pid, 'SIGKILL');
    await expect.poll(() => findDeadShares(paths, shares)).toEqual([shares[1]]);
    await endShareServers(paths);
    expect(await findDeadShares(paths, shares)).toEqual([]);
  });

  it('are none when one of them does not start, and what it said is told', async () => {
    const script = `case "$*" in *'--shared-dir /srv/b'*) echo 'no such luck'; exit 1 ;; esac\n${listens}`;
    await expect(startShareServers(shares, await optionsWith(script), signal)).rejects.toMatchObject({
      code: 'share-unavailable',
      message: expect.stringMatching(/\/srv\/b .*no such luck/),
    });
    expect(await isThere(paths.shareServers)).toBe(false);
  });
});
