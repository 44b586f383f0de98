import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { changeClientConfig } from '../docker-client/client-config.ts';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { setSetting } from '../settings/settings-store.ts';
import { diagnose } from './diagnose-command.ts';

const now = Date.UTC(2026, 0, 1);
const secret = 'swordfish';

let paths: HomePaths;
let folder: string;
let printed: string;

beforeEach(async () => {
  paths = homePaths(await mkdtemp('/tmp/sw-unit-'));
  await prepareHome(paths);
  folder = await mkdtemp('/tmp/sw-unit-out-');
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((said) => {
    printed += String(said);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  // Neither the parts nor the docker configuration of whoever runs this.
  vi.stubEnv('SLIPWAY_ASSETS', join(folder, 'none.json'));
  vi.stubEnv('DOCKER_CONFIG', join(paths.home, 'theirs'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  for (const one of [paths.home, folder]) await rm(one, { recursive: true, force: true });
});

/** The archive's files, by their names in its folder. */
async function unpack(path: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const archive = extract();
  archive.end(gunzipSync(await readFile(path)));
  for await (const entry of archive) files.set(entry.header.name.replace(/^[^/]*\//, ''), await text(entry));
  return files;
}

it('packs status, checks, settings, versions and logs, with nothing of what is secret, and says so', async () => {
  await setSetting(paths, 'network.proxy', `http://ann:${secret}@proxy.example:3128`);
  await changeClientConfig(paths, () => ({
    auths: { 'registry.example': { auth: Buffer.from(`ann:${secret}`).toString('base64') } },
  }));
  await writeFile(
    paths.supervisorLog,
    `started\nproxy http://ann:${secret}@proxy.example:3128\nsaid ${secret}\n`,
  );
  await writeFile(`${paths.consoleLog}.1`, `DB_PASSWORD=other${secret}\n`);
  await writeFile(paths.consoleLog, `slipway: done ready\n`);
  await writeFile(paths.clientKey, `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`);
  const path = join(folder, 'here.tar.gz');
  await diagnose(paths, path, now);

  const files = await unpack(path);
  expect([...files.keys()].sort()).toEqual([
    ...['README.txt', 'doctor.json', 'logs/console.log', 'logs/console.log.1', 'logs/slipway.log'],
    ...['settings.json', 'status.json', 'versions.json'],
  ]);
  const auth = Buffer.from(`ann:${secret}`).toString('base64');
  for (const [name, content] of files) {
    expect(content, name).not.toContain(secret);
    expect(content, name).not.toContain(auth);
  }
  expect(files.get('logs/slipway.log')).toBe('started\nproxy http://***@proxy.example:3128\nsaid ***\n');
  expect(JSON.parse(files.get('settings.json') ?? '')).toMatchObject({
    'network.proxy': 'http://***@proxy.example:3128',
    'vm.cpus': 0,
  });
  expect(JSON.parse(files.get('status.json') ?? '')).toMatchObject({ state: 'stopped', home: paths.home });
  expect(JSON.parse(files.get('doctor.json') ?? '')).toMatchObject({ verdict: 'failure' });
  expect(printed).toContain(path);
  expect(printed).toMatch(/logs\/slipway\.log/);
  expect(printed).toMatch(/^3 places were struck out/m);
});

it('bounds each log to its end', async () => {
  const line = `${'x'.repeat(99)}\n`;
  await writeFile(paths.consoleLog, `first\n${line.repeat(50_000)}last\n`);
  await diagnose(paths, join(folder, 'here.tar.gz'), now);
  const kept = (await unpack(join(folder, 'here.tar.gz'))).get('logs/console.log') ?? '';
  expect(kept.length).toBeLessThanOrEqual(1024 * 1024);
  expect(kept.length).toBeGreaterThan(1_000_000);
  expect(kept).toMatch(/^x{99}\n/);
  expect(kept).toMatch(/last\n$/);
});

it('writes into a folder under a name of its own, and over nothing', async () => {
  const name = 'slipway-diagnosis-2026-01-01-000000.tar.gz';
  await diagnose(paths, folder, now);
  expect(await readdir(folder)).toEqual([name]);
  await expect(diagnose(paths, folder, now)).rejects.toMatchObject({ code: 'invalid-argument' });
  await expect(diagnose(paths, join(folder, name), now)).rejects.toMatchObject({ code: 'invalid-argument' });
  await expect(diagnose(paths, join(folder, 'none/file.tar.gz'), now)).rejects.toMatchObject({
    message: expect.stringContaining('cannot be written'),
    hint: expect.stringContaining('--output'),
  });
});
