import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HomePaths, homePaths } from '../home/paths.ts';
import { keepClientProxies } from './client-proxies.ts';

const proxies = { http: 'http://a:b@10.0.2.2:3128', https: '', noProxy: ['localhost', '.corp.example'] };
const entry = { httpProxy: 'http://a:b@10.0.2.2:3128', noProxy: 'localhost,.corp.example,127.0.0.1' };
let paths: HomePaths;
let file: string;
let engine: string;

beforeEach(async () => {
  paths = homePaths(await mkdtemp(join(tmpdir(), 'slipway-client-')));
  file = join(paths.dockerConfig, 'config.json');
  engine = `unix://${paths.dockerSocket}`;
});

afterEach(() => rm(paths.home, { recursive: true, force: true }));

const read = async () => JSON.parse(await readFile(file, 'utf8')) as unknown;

describe('the proxies of the docker client', () => {
  it('stand under the engine’s own address, for the owner alone', async () => {
    await keepClientProxies(paths, proxies);
    expect(await read()).toEqual({ proxies: { [engine]: entry } });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('leave logins and the user’s own proxies as they are, and go again', async () => {
    const own = { auths: { 'r.test': {} }, proxies: { default: { httpProxy: 'http://other:1' } } };
    await mkdir(paths.dockerConfig);
    await writeFile(file, JSON.stringify(own));
    await keepClientProxies(paths, proxies);
    expect(await read()).toEqual({ ...own, proxies: { ...own.proxies, [engine]: entry } });
    await keepClientProxies(paths, { http: '', https: '', noProxy: [] });
    expect(await read()).toEqual(own);
    await keepClientProxies(paths, proxies);
    await keepClientProxies(paths, null);
    expect(await read()).toEqual(own);
  });

  it('make no file where there is nothing to say', async () => {
    await keepClientProxies(paths, null);
    await expect(read()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
