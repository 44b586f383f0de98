// A proxy on this computer's loopback, which alone knows the way to a registry, and an authority that only a bundle of this
// computer's knows, which has signed that registry's certificate. One instance of its own goes through all of it.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectProxy, startConnectProxy } from '../support/connect-proxy.ts';
import { createInstance, type Instance, removeInstance, testSettings } from '../support/instance.ts';
import { offline } from '../support/offline.ts';
import { freePorts } from '../support/port-visitor.ts';
import { startEncryptedRegistry } from '../support/registry.ts';
import { sleepingOriginal } from '../support/shared-vm.ts';
import { registryCertificate, registryKey, testAuthority } from '../support/test-certificates.ts';

const image = 'registry.test/e2e/hello:1';
/** A container that has the authority, and whose network nobody looks at. */
const alone = [...offline, '--device', 'slipway.dev/certificates=all', 'slipway/busybox'];
/** What a secret of it looks like in an address. */
const password = 's3cret%2Fword';
let vm: Instance;
let proxy: ConnectProxy;
let registryPort = 0;

beforeAll(async () => {
  const original = await sleepingOriginal();
  vm = await createInstance({ settings: testSettings, verdictsOf: original, templateOf: original });
  proxy = await startConnectProxy('ann:s3cret/word', { 'registry.test:443': () => registryPort });
  [registryPort = 0] = await freePorts(1);
  const bundle = join(vm.userHome, 'bundle.pem');
  // What is broken is to be passed over, and what is nobody's business is to stay here.
  await writeFile(bundle, `-----BEGIN CERTIFICATE-----\nAAAA\n${testAuthority}${registryKey}`);
  const address = `http://ann:${password}@localhost:${proxy.port}`;
  const env = { http_proxy: address, HTTPS_PROXY: address, SSL_CERT_FILE: bundle };
  const started = await vm.slipway(['start'], { env, timeoutMs: 280_000 });
  expect(started).toMatchObject({ code: 0 });
  await startEncryptedRegistry(vm, registryPort, { certificate: registryCertificate, key: registryKey });
});

afterAll(async () => {
  await removeInstance(vm);
  await proxy.close();
});

const set = async (key: string, value: string) =>
  expect(await vm.slipway(['settings', 'set', key, value])).toMatchObject({ code: 0 });

const problems = async (code: string) => (await vm.status()).problems.filter((one) => one.code === code);

const run = (...parameters: readonly string[]) => vm.docker(['run', '--rm', ...parameters]);

/** Pulls the image anew. */
async function pull() {
  await vm.docker(['rmi', '--force', image]);
  return vm.docker(['pull', image]);
}

describe('the engine', () => {
  it('pushes and pulls by the proxy of the environment, with its password, and trusts the bundle’s authority', async () => {
    await vm.docker(['tag', 'slipway/hello', image]);
    expect(await vm.docker(['push', image])).toMatchObject({ code: 0 });
    const asked = proxy.asked.length;
    expect(asked).toBeGreaterThan(0);
    expect(await pull()).toMatchObject({ code: 0 });
    expect(proxy.asked.length).toBeGreaterThan(asked);
    expect(new Set(proxy.asked)).toEqual(new Set(['registry.test:443']));
    expect(await run(image)).toMatchObject({ code: 0, stdout: expect.stringContaining('Hello') });
  });

  it('fetches the base image of a build by it', async () => {
    await vm.docker(['rmi', '--force', image]);
    const asked = proxy.asked.length;
    const folder = join(vm.userHome, 'build');
    await mkdir(folder);
    await writeFile(join(folder, 'Dockerfile'), `FROM ${image}\nLABEL e2e=1\n`);
    expect(await vm.docker(['build', '--pull', '--tag', 'e2e/proxied', folder])).toMatchObject({ code: 0 });
    expect(proxy.asked.length).toBeGreaterThan(asked);
  });

  it('has nothing of the bundle but the authority, and says what was broken there', async () => {
    const { stdout } = await vm.slipway(['shell', '--', 'cat', '/etc/ssl/certs/ca-certificates.crt']);
    expect(stdout).toContain(testAuthority);
    const given = await vm.slipway(['shell', '--', 'cat', '/run/seed/certificates.pem']);
    expect(given.stdout).toBe(testAuthority);
    expect(await problems('certificates-unusable')).toMatchObject([
      { message: expect.stringContaining('A certificate in ') },
    ]);
    expect(await problems('network-outdated')).toEqual([]);
  });
});

describe('a container', () => {
  const inside =
    'cat "$SSL_CERT_FILE" && cmp "$SSL_CERT_FILE" /etc/ssl/certs/ca-certificates.crt && echo same';

  it('sees the authority by a device, and cannot change it', async () => {
    const { code, stdout } = await run(...alone, 'sh', '-c', inside);
    expect(code).toBe(0);
    expect(stdout).toContain(testAuthority);
    expect(stdout).toMatch(/^same$/m);
    const written = await run(...alone, 'sh', '-c', 'echo x >>"$SSL_CERT_FILE"');
    expect(written).toMatchObject({ stderr: expect.stringContaining('Read-only file system') });
  });

  it('sees it in one place alone with the other device, which leaves no trace', async () => {
    const script = 'cat "$NODE_EXTRA_CA_CERTS" && ! ls /etc/ssl';
    const only = [...offline, '--device', 'slipway.dev/certificates=variables'];
    const named = ['--name', 'traceless', ...only, 'slipway/busybox'];
    const { code, stdout } = await vm.docker(['run', ...named, 'sh', '-c', script]);
    expect({ code, isThere: stdout.includes(testAuthority) }).toEqual({ code: 0, isThere: true });
    expect((await vm.docker(['diff', 'traceless'])).stdout).toBe('');
    await vm.docker(['rm', 'traceless']);
  });

  it('sees nothing of it without', async () => {
    const { stdout } = await run(...offline, 'slipway/busybox', 'sh', '-c', 'ls /dev/slipway; env');
    expect(stdout).not.toMatch(/SSL_CERT_FILE|certificates.pem/);
  });

  it('of Compose sees it by a line of devices', async () => {
    const file = join(vm.userHome, 'compose.yaml');
    const service = `{ image: slipway/busybox, command: [cat, /dev/slipway/certificates.pem], devices: [slipway.dev/certificates=all] }`;
    await writeFile(file, `name: e2e\nservices:\n  app: ${service}\n`);
    const compose = (...parameters: readonly string[]) => vm.docker(['compose', '-f', file, ...parameters]);
    const up = await compose('run', '--rm', 'app');
    expect(up.stdout).toContain('-----BEGIN CERTIFICATE-----');
    expect(up.stdout.replaceAll('\r', '')).toContain(testAuthority);
    expect(await compose('down')).toMatchObject({ code: 0 });
  });

  it('is told of the proxy only when the settings say so, and reaches others by it', async () => {
    const visit = ['slipway/busybox', 'wget', '-qO-', 'http://inside.test/page'];
    expect((await run(...visit)).code).not.toBe(0);
    await set('network.proxyInContainers', 'true');
    // The host has looked once it has told its status.
    expect(await problems('network-outdated')).toEqual([]);
    expect(await run(...visit)).toMatchObject({
      stdout: 'The proxy was asked for http://inside.test/page\n',
    });
    const env = ['run', '--rm', ...offline, 'slipway/busybox', 'env'];
    const { stdout } = await vm.plainDocker(env, {
      env: { DOCKER_HOST: `unix://${vm.paths.dockerSocket}` },
    });
    expect(stdout).not.toContain('PROXY');
    await set('network.proxyInContainers', 'false');
    await vm.status();
    expect((await run(...offline, 'slipway/busybox', 'env')).stdout).not.toContain('PROXY');
  });
});

describe('a change', () => {
  it('is told and not taken over by a VM that runs, sleeps and wakes', async () => {
    await set('network.proxy', 'none');
    const outdated = [
      { message: expect.stringContaining('proxies'), hint: expect.stringContaining('restart') },
    ];
    expect(await problems('network-outdated')).toMatchObject(outdated);
    expect(await vm.slipway(['sleep'])).toMatchObject({ code: 0 });
    await vm.start();
    expect(await vm.status()).toMatchObject({ boot: { kind: 'resume' } });
    expect(await problems('network-outdated')).toMatchObject(outdated);
    expect(await pull()).toMatchObject({ code: 0 });
    await set('network.proxy', 'system');
    expect(await problems('network-outdated')).toEqual([]);
  });

  it('is taken over by the next start', async () => {
    await set('network.hostCertificates', 'false');
    expect(await problems('network-outdated')).toMatchObject([
      { message: expect.stringContaining('authorities') },
    ]);
    await set('network.proxy', 'none');
    expect(await vm.slipway(['restart'], { timeoutMs: 280_000 })).toMatchObject({ code: 0 });
    expect(await problems('network-outdated')).toEqual([]);
    const asked = proxy.asked.length;
    expect((await pull()).code).not.toBe(0);
    // Once its own way to the registry is known to the engine, it does not trust what it finds there.
    const format = '{{.NetworkSettings.Networks.bridge.IPAddress}}';
    const address = (await vm.docker(['inspect', '--format', format, `registry-${registryPort}`])).stdout;
    const know = `echo '${address.trim()} registry.test' >>/etc/hosts`;
    expect(await vm.slipway(['shell', '--', know])).toMatchObject({ code: 0 });
    // The registry has been started with the engine, and takes a moment to listen.
    const refusal = async () => (await pull()).stderr;
    await expect
      .poll(refusal, { timeout: 60_000, interval: 1_000 })
      .toContain('certificate signed by unknown authority');
    expect(proxy.asked.length).toBe(asked);
  });
});

it('the password is nowhere to be read', async () => {
  await set('network.proxy', `http://ann:${password}@127.0.0.1:${proxy.port}`);
  const told = await Promise.all([
    vm.slipway(['settings', 'list']),
    vm.slipway(['settings', 'list', '--json']),
    vm.slipway(['settings', 'get', 'network.proxy']),
    vm.slipway(['settings', 'set', 'network.proxy', `http://ann:${password}@`]),
    vm.slipway(['status', '--json']),
    vm.slipway(['status']),
    vm.docker(['info']),
    ...['supervisor', 'console', 'qemu'].map((source) =>
      vm.slipway(['logs', '--source', source, '-n', '9999']),
    ),
  ]);
  const text = told.map(({ stdout, stderr }) => stdout + stderr).join('');
  expect(text).toContain(`http://***@127.0.0.1:${proxy.port}`);
  expect(text).not.toMatch(/s3cret/);
  for (const name of await readdir(vm.paths.logs))
    expect(await readFile(join(vm.paths.logs, name), 'latin1')).not.toMatch(/s3cret/);
  expect(proxy.refused()).toBe(0);
});
