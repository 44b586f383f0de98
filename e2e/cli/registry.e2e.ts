// The local registry, and what the docker client does with registries.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalRegistry } from '../../main/contract/engine/local-registry.ts';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { askWeb, freePorts, listen } from '../support/port-visitor.ts';
import { lookout, type Registry, startRegistry } from '../support/registry.ts';
import { sharedVm } from '../support/shared-vm.ts';

/** ann, low-tide */
const account = 'ann:$2y$04$harbourharbourharbourOE1XCa7fZxgl.8LTPanmZmJs7JI.auc.';

const vm = await sharedVm();
let port: number;
let name: string;

beforeAll(async () => {
  [port = 0] = await freePorts(1);
  name = `127.0.0.1:${port}/every/busybox:1`;
});
afterAll(async () => {
  await vm.slipway(['registry', 'stop']);
  await vm.docker(['volume', 'rm', '--force', 'slipway-registry']);
  await vm.docker(['rmi', '--force', name, 'slipway/registry']);
});

const registry = async (...words: readonly string[]) => {
  const { code, stdout, stderr } = await vm.slipway(['registry', ...words, '--json']);
  expect({ words, code, stderr: code === 0 ? '' : stderr }).toEqual({ words, code: 0, stderr: '' });
  return JSON.parse(stdout) as LocalRegistry;
};
const hasImage = async () => (await vm.docker(['image', 'inspect', name])).code === 0;

describe('slipway registry', () => {
  it('takes images that are pushed, on this computer’s loopback', async () => {
    expect(await registry('status')).toMatchObject({ state: 'stopped', address: null });
    expect(await registry('start', '--port', String(port))).toMatchObject({
      ...{ state: 'running', address: `127.0.0.1:${port}`, repositories: [] },
    });
    expect(await askWeb('127.0.0.1', port)).toBe('HTTP/1.0 200 OK');
    await vm.docker(['tag', 'slipway/busybox', name]);
    expect(await vm.docker(['push', '--quiet', name])).toMatchObject({ code: 0, stdout: `${name}\n` });
    expect(await registry('status')).toMatchObject({ repositories: ['every/busybox'] });
  });

  it('is asked by manifest, which puts several images under one name', async () => {
    const list = `127.0.0.1:${port}/every/list:1`;
    const manifest = (...words: readonly string[]) => vm.docker(['manifest', ...words]);
    expect(await manifest('create', '--insecure', list, name)).toMatchObject({ code: 0 });
    expect(await manifest('annotate', '--os-features', 'tide', list, name)).toMatchObject({ code: 0 });
    expect(await manifest('push', '--insecure', '--purge', list)).toMatchObject({ code: 0 });
    const { stdout } = await manifest('inspect', '--insecure', list);
    expect(JSON.parse(stdout)).toMatchObject({ manifests: [{ platform: { 'os.features': ['tide'] } }] });
  });

  it('keeps them while it does not run; what is pulled then is refused', async () => {
    await vm.docker(['rmi', name]);
    expect(await registry('stop')).toMatchObject({ state: 'stopped' });
    expect(await registry('stop')).toMatchObject({ state: 'stopped' });
    expect((await vm.docker(['pull', name])).stderr).toContain('connection refused');
    await registry('start', '--port', String(port));
    expect(await vm.docker(['pull', '--quiet', name])).toMatchObject({ code: 0 });
    expect(await hasImage()).toBe(true);
    expect((await vm.docker(['pull', `${name}0`])).stderr).toContain('not found');
  });

  it('can be asked for images of Docker Hub first, from one moment to the next', async () => {
    const [hub, near] = ['every-tide:1', `127.0.0.1:${port}/library/every-tide:1`];
    const setMirrors = (value: string) => vm.slipway(['settings', 'set', 'images.mirrors', value]);
    const mirrors = async () =>
      (await vm.docker(['info', '--format', '{{json .RegistryConfig.Mirrors}}'])).stdout;
    await vm.docker(['tag', 'slipway/busybox', near]);
    expect(await vm.docker(['push', '--quiet', near])).toMatchObject({ code: 0 });
    await vm.docker(['rmi', near]);
    try {
      expect(await setMirrors(`http://127.0.0.1:${port}`)).toMatchObject({ code: 0 });
      await expect.poll(mirrors).toContain(`http://127.0.0.1:${port}/`);
      expect(await vm.docker(['pull', '--quiet', hub])).toMatchObject({ code: 0 });
      const wrong = await setMirrors('http://mirror.example.com');
      expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('https addresses') });
    } finally {
      await setMirrors('');
      await vm.docker(['rmi', '--force', hub]);
    }
    await expect.poll(mirrors).not.toContain('127.0.0.1');
  });

  it('says when a port is taken, and goes on where it is', async () => {
    const [other = 0] = await freePorts(1);
    const server = await listen('127.0.0.1', other);
    try {
      const { code, stderr } = await vm.slipway(['registry', 'start', '--port', String(other)]);
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringMatching(`^slipway: .* port ${other} .* taken.\n {2}try: `),
      });
      expect(await registry('status')).toMatchObject({ address: `127.0.0.1:${port}` });
    } finally {
      server.close();
    }
    const wrong = await vm.slipway(['registry', 'start', '--port', '70000']);
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('1 to 65535') });
  });
});

describe('a registry that wants to know who comes', () => {
  let closed: Registry;
  beforeAll(async () => {
    closed = await startRegistry(vm, { port: 5003, account });
  });
  afterAll(async () => {
    await vm.docker(['logout', closed.host]);
    await closed.remove();
    await vm.docker(['rm', '--force', lookout]);
    await vm.docker(['rmi', '--force', `${closed.host}/every/busybox:1`]);
  });

  it('login and logout: with the right password alone, kept for nobody else', async () => {
    const login = (input: string) =>
      vm.docker(['login', '--username', 'ann', '--password-stdin', closed.host], { input });
    const push = () => vm.docker(['push', '--quiet', `${closed.host}/every/busybox:1`]);
    await vm.docker(['tag', 'slipway/busybox', `${closed.host}/every/busybox:1`]);
    expect((await push()).stderr).toContain('no basic auth credentials');
    expect((await login('high-tide')).stderr).toMatch(/unauthorized|401/);
    expect(await login('low-tide')).toMatchObject({ code: 0 });
    const file = join(vm.paths.dockerConfig, 'config.json');
    expect(Object.keys(JSON.parse(await readFile(file, 'utf8')).auths)).toEqual([closed.host]);
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect(await push()).toMatchObject({ code: 0 });
    expect(await vm.docker(['logout', closed.host])).toMatchObject({ code: 0 });
    expect((await push()).stderr).toContain('no basic auth credentials');
  });

  it('is refused without encryption, but for the loopback', async () => {
    const web = ['httpd', '-f', '-p', '5004', '-h', '/www'];
    const run = ['run', '--detach', '--rm', '--init', '--name', 'every-plain', '--network', 'host'];
    await vm.docker([...run, 'slipway/busybox', ...web]);
    try {
      const gateway = '{{(index .IPAM.Config 0).Gateway}}';
      const host = (await vm.docker(['network', 'inspect', '--format', gateway, 'bridge'])).stdout.trim();
      const pull = async () => (await vm.docker(['pull', `${host}:5004/every/busybox:1`])).stderr;
      const said = await poll(500, abortAfter(60_000), async () => {
        const words = await pull();
        return words.includes('connection refused') ? undefined : words;
      });
      expect(said).toContain('server gave HTTP response to HTTPS client');
    } finally {
      await vm.docker(['rm', '--force', 'every-plain']);
    }
  });
});
