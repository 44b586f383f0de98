import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listenPrivately } from '../util/listen-privately.ts';
import { homePaths } from './paths.ts';
import { checkSocketPaths } from './socket-paths.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'home-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A home whose longest socket path, its closing zero included, takes this many bytes. */
function homeOf(bytes: number): string {
  const around = Buffer.byteLength(homePaths(join(folder, 'h')).controlSocket);
  return join(folder, 'h'.repeat(bytes - around));
}

describe.runIf(process.platform === 'linux')('checkSocketPaths', () => {
  it('draws the line where the system does', async () => {
    const longest = homePaths(homeOf(108));
    const tooLong = homePaths(homeOf(109));
    const paths = [longest.dockerSocket, longest.controlSocket, longest.qmpSocket, longest.engineForward];
    expect(Math.max(...paths.map((path) => Buffer.byteLength(path) + 1))).toBe(108);
    expect(() => checkSocketPaths(longest)).not.toThrow();
    expect(() => checkSocketPaths(tooLong)).toThrow(/1 bytes over/);
    await mkdir(longest.run, { recursive: true });
    const server = createServer();
    await listenPrivately(server, longest.controlSocket);
    await new Promise((resolve) => server.close(resolve));
  });

  it('counts bytes, not letters', () => {
    expect(() => checkSocketPaths(homePaths(join('/tmp', 'ü'.repeat(60))))).toThrow(/too long a path/);
  });
});
