import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rendererServer } from './serve-renderer.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-renderer-'));
  await mkdir(join(folder, 'renderer'));
  await writeFile(join(folder, 'renderer/index.html'), '<meta content="slipway-style-nonce">');
  await writeFile(join(folder, 'renderer/app.js'), 'run()');
  await writeFile(join(folder, 'renderer/notes.txt'), 'not served');
  await writeFile(join(folder, 'secret.js'), 'secret');
  await symlink('../secret.js', join(folder, 'renderer/link.js'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const get = (address: string, method = 'GET') =>
  rendererServer(join(folder, 'renderer'))(new Request(address, { method }));

it('serves the page with a strict policy and a nonce of its own each time', async () => {
  const [first, second] = [await get('slipway://app/index.html'), await get('slipway://app/index.html')];
  const policy = first.headers.get('Content-Security-Policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  const nonce = /nonce-([^']+)'/.exec(policy)?.[1];
  expect(await first.text()).toBe(`<meta content="${nonce}">`);
  expect(second.headers.get('Content-Security-Policy')).not.toBe(policy);
});

it('serves scripts as scripts', async () => {
  const response = await get('slipway://app/app.js');
  expect(response.headers.get('Content-Type')).toContain('text/javascript');
  expect(await response.text()).toBe('run()');
});

it.each([
  'slipway://app/missing.js',
  'slipway://app/notes.txt',
  'slipway://app/../secret.js',
  'slipway://app/%2e%2e/secret.js',
  'slipway://app/..%2fsecret.js',
  'slipway://app/link.js',
  'slipway://app/%00.js',
  'slipway://app/%zz.js',
  'slipway://elsewhere/index.html',
  'https://app/index.html',
])('answers 404 to %s', async (address) => {
  expect((await get(address)).status).toBe(404);
});

it('answers 404 to anything but GET', async () => {
  expect((await get('slipway://app/index.html', 'POST')).status).toBe(404);
});
