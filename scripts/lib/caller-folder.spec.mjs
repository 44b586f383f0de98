import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { goToCallerFolder } from './caller-folder.mjs';

const before = process.cwd();
const { PWD } = process.env;
const byNpm = { npm_package_name: 'slipway', npm_lifecycle_event: 'slipway' };
let folder = '';

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'slipway-caller-')));
});
afterEach(async () => {
  process.chdir(before);
  process.env.PWD = PWD;
  await rm(folder, { recursive: true });
});

it('goes to the folder in which npm was started', () => {
  goToCallerFolder({ ...byNpm, INIT_CWD: folder });
  expect(process.cwd()).toBe(folder);
});

it('stays where another script of npm, or nobody, has started it', () => {
  goToCallerFolder({ INIT_CWD: folder });
  goToCallerFolder({ ...byNpm, npm_lifecycle_event: 'test', INIT_CWD: folder });
  goToCallerFolder({ ...byNpm, npm_package_name: 'another', INIT_CWD: folder });
  goToCallerFolder(byNpm);
  expect(process.cwd()).toBe(before);
});

it('says so when that folder is gone, and stays', () => {
  expect(() => goToCallerFolder({ ...byNpm, INIT_CWD: join(folder, 'gone') })).toThrow(/cannot be entered/);
  expect(process.cwd()).toBe(before);
});
