import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { loadAssets } from '../../main/assets.ts';
import { registryImage } from '../../scripts/registry-image/build.mjs';
import type { Instance } from './instance.ts';
import type { ProgramResult } from './run-program.ts';
import { tarOf } from './tar.ts';

/** Milliseconds that a registry may take to listen: it is started by an emulated processor. */
const listenWithinMs = 30_000;

/** A registry in the VM of an instance, where its engine reaches it without encryption. */
export interface Registry {
  /** What stands before the first slash of its images' names. */
  readonly host: string;
  /** The tags that a repository of it has; none when there is no such repository. */
  tags(repository: string): Promise<readonly string[]>;
  /** Puts other bytes in the place of those of an image's layers, and nothing else: they do not fit their digests any more. */
  damage(repository: string, tag: string): Promise<void>;
  remove(): Promise<void>;
}

/** Where a registry keeps what it has by its digest, in its container. */
const blobs = '/var/lib/registry/docker/registry/v2/blobs/sha256';

/** How a registry is to differ from one that takes everything from everybody. */
export interface RegistryOptions {
  readonly port: number;
  /** Who may do anything with it, as a line of `htpasswd`. */
  readonly account?: string;
}

/** A container in the VM's own network, which sees what the engine has begun to download in /downloads. */
export const lookout = 'lookout';

/** Starts a registry. The first one in a VM loads its image, which takes some seconds. */
export async function startRegistry(vm: Instance, { port, account }: RegistryOptions): Promise<Registry> {
  const name = `registry-${port}`;
  const host = `127.0.0.1:${port}`;
  await loadRegistry(vm);
  if ((await vm.client(['inspect', lookout])).code !== 0) {
    const options = ['--network', 'host', '--volume', '/var/lib/docker/tmp:/downloads:ro'];
    await succeed(
      vm.client(['run', '--detach', '--name', lookout, ...options, 'slipway/busybox', 'sleep', '3600']),
    );
  }
  const settings = { REGISTRY_HTTP_ADDR: host, ...(account === undefined ? {} : authSettings) };
  const variables = Object.entries(settings).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
  // The engine goes to the VM's own loopback without encryption, and nowhere else.
  await succeed(vm.client(['create', '--name', name, '--network', 'host', ...variables, registryImage]));
  if (account !== undefined)
    await succeed(vm.client(['cp', '-', `${name}:/`], { input: await tarOf({ accounts: `${account}\n` }) }));
  await succeed(vm.client(['start', name]));
  await untilItListens(vm, name);
  return {
    host,
    async tags(repository) {
      const url = `http://${host}/v2/${repository}/tags/list`;
      const { code, stdout } = await vm.client(['exec', lookout, 'wget', '-qO-', url]);
      return code === 0
        ? ((JSON.parse(stdout) as { readonly tags: readonly string[] | null }).tags ?? [])
        : [];
    },
    async damage(repository, tag) {
      const accept = 'Accept: application/vnd.docker.distribution.manifest.v2+json';
      const url = `http://${host}/v2/${repository}/manifests/${tag}`;
      const asked = ['exec', lookout, 'wget', '-qO-', '--header', accept, url];
      const { layers } = JSON.parse((await succeed(vm.client(asked))).stdout) as {
        readonly layers: readonly { readonly digest: string; readonly size: number }[];
      };
      for (const { digest, size } of layers) {
        const sum = digest.replace('sha256:', '');
        const input = await tarOf({ data: randomBytes(size) });
        await succeed(vm.client(['cp', '-', `${name}:${blobs}/${sum.slice(0, 2)}/${sum}`], { input }));
      }
    },
    async remove() {
      await vm.client(['rm', '--force', '--volumes', name]);
    },
  };
}

/** What an encrypted registry shows its clients. */
export interface ServerCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** Starts a registry that is encrypted, on a port of this computer's loopback. It comes back with the engine. */
export async function startEncryptedRegistry(
  vm: Instance,
  port: number,
  { certificate, key }: ServerCertificate,
): Promise<void> {
  await loadRegistry(vm);
  const name = `registry-${port}`;
  const settings = {
    REGISTRY_HTTP_ADDR: '0.0.0.0:443',
    REGISTRY_HTTP_TLS_CERTIFICATE: '/certificate',
    REGISTRY_HTTP_TLS_KEY: '/key',
  };
  const variables = Object.entries(settings).flatMap(([variable, value]) => [
    '--env',
    `${variable}=${value}`,
  ]);
  const options = ['--restart', 'always', '--publish', `127.0.0.1:${port}:443`, ...variables];
  await succeed(vm.client(['create', '--name', name, ...options, registryImage]));
  await succeed(vm.client(['cp', '-', `${name}:/`], { input: await tarOf({ certificate, key }) }));
  await succeed(vm.client(['start', name]));
  await untilItListens(vm, name);
}

/** The first one in a VM takes some seconds. */
async function loadRegistry(vm: Instance): Promise<void> {
  if ((await vm.client(['image', 'inspect', registryImage])).code !== 0)
    await succeed(vm.client(['load', '--input', await archive()]));
}

/**
 * A line to a registry on which nothing more comes after a megabyte or two, so that a download can be looked at while it
 * goes on. Answers the host to name in its stead, and how to remove it.
 */
export async function startBrokenLine(
  vm: Instance,
  { port, to }: { readonly port: number; readonly to: number },
): Promise<Pick<Registry, 'host' | 'remove'>> {
  // What dd reads it writes at once, at most 500 times.
  return startLine(vm, port, `nc 127.0.0.1 ${to} | { dd bs=4096 count=500; sleep 3600; }`);
}

/** A line to a registry that breaks off once a megabyte at most was said, each time, until it is mended. */
export async function startCutLine(
  vm: Instance,
  { port, to }: { readonly port: number; readonly to: number },
): Promise<Pick<Registry, 'host' | 'remove'> & { mend(): Promise<void> }> {
  const forward = `nc 127.0.0.1 ${to}`;
  // All of its group at once: the registry could else still say that it has not got everything.
  const cut = `{ dd bs=4096 count=250; kill -9 0; } | ${forward}`;
  const line = await startLine(vm, port, `[ -e /whole ] && exec ${forward}; exec setsid sh -c '${cut}'`);
  return {
    ...line,
    async mend() {
      await succeed(vm.client(['exec', line.name, 'touch', '/whole']));
    },
  };
}

async function startLine(vm: Instance, port: number, serve: string) {
  const name = `line-${port}`;
  const listen = ['nc', '-ll', '-p', String(port), '-e', 'sh', '-c', serve];
  await succeed(
    vm.client(['run', '--detach', '--name', name, '--network', 'host', 'slipway/busybox', ...listen]),
  );
  return {
    name,
    host: `127.0.0.1:${port}`,
    async remove() {
      await vm.client(['rm', '--force', name]);
    },
  };
}

const authSettings = {
  REGISTRY_AUTH: 'htpasswd',
  REGISTRY_AUTH_HTPASSWD_REALM: 'harbour',
  REGISTRY_AUTH_HTPASSWD_PATH: '/accounts',
};

async function archive(): Promise<string> {
  const { registryImage: built } = await loadAssets();
  if (built === undefined) throw new Error('There is no registry: run `npm test`, which builds it.');
  return built.file;
}

async function untilItListens(vm: Instance, name: string): Promise<void> {
  const deadline = Date.now() + listenWithinMs;
  for (;;) {
    const { stdout, stderr } = await vm.client(['logs', name]);
    if (/listening on/.test(stdout + stderr)) return;
    if (Date.now() > deadline) throw new Error(`${name} does not listen:\n${stdout}${stderr}`);
    await delay(200);
  }
}

async function succeed(running: Promise<ProgramResult>): Promise<ProgramResult> {
  const result = await running;
  const { code, stdout, stderr } = result;
  if (code !== 0) throw new Error(`A registry could not be set up:\n${stdout}${stderr}`);
  return result;
}
