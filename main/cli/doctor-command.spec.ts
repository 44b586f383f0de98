import { access, chmod, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { checks } from '../doctor/checks.ts';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { doctor, formatResult } from './doctor-command.ts';

let folder: string;
let paths: HomePaths;
let printed: string;

beforeEach(async () => {
  folder = await mkdtemp('/tmp/sw-unit-');
  paths = homePaths(join(folder, 'home'));
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((said) => {
    printed += String(said);
    return true;
  });
  vi.stubEnv('SLIPWAY_ASSETS', join(folder, 'none.json'));
  vi.stubEnv('DOCKER_CONFIG', join(folder, 'theirs'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

it('looks at everything in a home that is not there, makes nothing, and ends with 1 where something is wrong', async () => {
  expect(await doctor(paths, true)).toBe(1);
  const report = JSON.parse(printed);
  expect(report.verdict).toBe('failure');
  expect([...new Set(report.checks.map(({ name }: { name: string }) => name))]).toEqual(
    checks.map(({ name }) => name),
  );
  expect(report.checks).toContainEqual({
    ...{ name: 'parts', title: 'Parts', verdict: 'failure' },
    message: expect.stringContaining('none.json'),
    hint: expect.stringContaining('npm start'),
  });
  await expect(access(paths.home)).rejects.toMatchObject({ code: 'ENOENT' });
});

it('leaves a home as it is: what is in it, and to whom it is open', async () => {
  await mkdir(paths.home);
  await chmod(paths.home, 0o755);
  await doctor(paths, true);
  expect(await readdir(paths.home)).toEqual([]);
  expect((await stat(paths.home)).mode & 0o777).toBe(0o755);
});

it('prints each in a line, what to try below it, and a sum', async () => {
  await doctor(paths, false);
  expect(printed).toMatch(/^ok {7}Home folder {5}.* is not there yet/m);
  expect(printed).toMatch(/^failure {2}Parts {11}.*\n {25}try: .*npm start/m);
  expect(printed).toMatch(/^[1-9]\d* failures?, \d+ warnings?\. `slipway diagnose`/m);
});

it('lets no text of others drive the terminal', () => {
  const line = formatResult({
    name: 'ports',
    title: 'Ports',
    verdict: 'failure',
    message: 'a\u001b[2Jb\nc',
    hint: '',
  });
  expect(line).toEqual(['failure  Ports           a\uFFFD[2Jb c']);
});
