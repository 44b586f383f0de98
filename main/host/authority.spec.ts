import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { loadAuthority } from './authority.ts';

let folder: string;
let paths: HomePaths;
const now = Date.now();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authority-'));
  paths = homePaths(folder);
  await prepareHome(paths);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const print = async (at = now) => (await loadAuthority(paths, at)).certificate.fingerprint256;

it('is made once, for whoever asks at the same moment, and kept for its owner alone', async () => {
  const [first, second] = await Promise.all([print(), print()]);
  expect(second).toBe(first);
  expect(await print()).toBe(first);
  expect((await stat(paths.authorityKey)).mode & 0o777).toBe(0o600);
  expect(await readFile(paths.authorityCertificate, 'utf8')).not.toContain('PRIVATE');
});

it('is made in a home that is not there yet', async () => {
  paths = homePaths(join(paths.home, 'new'));
  expect(await print()).toMatch(/^[0-9A-F:]+$/);
});

it('has its certificate beside it, whatever became of that', async () => {
  const { certificate } = await loadAuthority(paths, now);
  await writeFile(paths.authorityCertificate, 'something else');
  await loadAuthority(paths, now);
  expect(await readFile(paths.authorityCertificate, 'utf8')).toBe(certificate.toString());
});

it('is made anew once it has expired, and not when it is damaged', async () => {
  const first = await print();
  const next = await print(now + 4_000 * 86_400_000);
  expect(next).not.toBe(first);
  await writeFile(paths.authorityKey, 'no key');
  await expect(loadAuthority(paths, now)).rejects.toMatchObject({ code: 'file-unusable' });
});

it('is not used with another one’s key', async () => {
  const first = await readFile(paths.authorityKey, 'utf8').catch(() => undefined);
  expect(first).toBeUndefined();
  await loadAuthority(paths, now);
  const one = await readFile(paths.authorityKey, 'utf8');
  await rm(paths.authorityKey);
  const { certificate } = await loadAuthority(paths, now);
  await writeFile(paths.authorityKey, one.replace(/-----BEGIN CERTIFICATE.*/s, certificate.toString()));
  await expect(loadAuthority(paths, now)).rejects.toThrow('its key is of another certificate');
});
