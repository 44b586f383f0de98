import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { firstFreePort } from '../../util/free-port.ts';
import { abortAfter } from '../../util/wait.ts';
import { engineAt } from '../connection.ts';
import { type EngineServer, serveEngine } from '../fakes/engine-server.ts';
import { readLocalRegistry, startLocalRegistry, stopLocalRegistry } from './local-registry.ts';

const archive = await vi.hoisted(async () => {
  const { mkdtemp } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  const { join } = await import('node:path');
  return join(await mkdtemp(join(tmpdir(), 'slipway-registry-')), 'registry.tar');
});

vi.mock('../../assets.ts', () => ({ loadAssets: async () => ({ registryImage: { file: archive } }) }));

const own = 'sha256:0123456789abcdef';
const older = 'sha256:fedcba9876543210';

interface Container {
  readonly labels: Readonly<Record<string, string>>;
  readonly port: string;
  readonly image: string;
  isRunning: boolean;
}

let engine: EngineServer;
let asked: string[];
let container: Container | undefined;
/** What has the image's name. */
let named: string | undefined;
/** The registry that answers at this moment. */
let served: { readonly port: number; end(): Promise<unknown> } | undefined;
let canLoad: boolean;
/** What the engine says of a registry that was asked for an image that nobody has. */
let distribution: string[];

beforeAll(async () => {
  await writeFile(archive, 'layers');
  await writeFile(join(dirname(archive), 'manifest.json'), JSON.stringify({ ids: [own] }));
});
afterAll(() => rm(dirname(archive), { recursive: true }));

let signal: AbortSignal;

beforeEach(async () => {
  signal = abortAfter(20_000);
  [asked, container, named, canLoad, distribution] = [[], undefined, undefined, true, []];
  engine = await serveEngine(async (request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://docker');
    const call = `${request.method} ${decodeURIComponent(pathname).replace('/slipway-registry/', '/NAME/').replace('/4f3c/', '/NAME/')}`;
    asked.push(call);
    const body = await text(request);
    const say = (status: number, answer: unknown) => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(answer));
    };
    const no = (message: string) => say(404, { message });
    switch (call) {
      case 'GET /containers/NAME/json':
        if (container === undefined) return no('No such container: slipway-registry');
        return say(200, {
          ...{
            Id: '4f3c',
            Image: container.image,
            Name: '/slipway-registry',
            Config: { Labels: container.labels },
          },
          State: { Running: container.isRunning, StartedAt: '2026-01-02T03:04:05Z' },
          HostConfig: { PortBindings: { '5000/tcp': [{ HostIp: '127.0.0.1', HostPort: container.port }] } },
        });
      case 'GET /images/slipway/registry:latest/json':
        return named === undefined ? no('No such image: slipway/registry:latest') : say(200, { Id: named });
      case 'POST /images/load':
        if (canLoad) named = own;
        return canLoad ? say(200, {}) : say(500, { message: 'no space left on device' });
      case 'POST /containers/create': {
        const { HostConfig, Labels } = JSON.parse(body);
        const [{ HostIp, HostPort }] = HostConfig.PortBindings['5000/tcp'];
        expect({ HostIp, binds: HostConfig.Binds }).toEqual({
          HostIp: '127.0.0.1',
          binds: ['slipway-registry:/var/lib/registry'],
        });
        container = { labels: Labels, port: HostPort, image: named ?? '', isRunning: false };
        return say(201, { Id: '4f3c' });
      }
      case 'POST /containers/NAME/start':
        if (container !== undefined) {
          container.isRunning = true;
          await serveRegistry(Number(container.port));
        }
        return say(204, {});
      case 'POST /containers/NAME/stop':
        return say(204, {});
      case 'DELETE /containers/4f3c':
        container = undefined;
        await served?.end();
        return say(204, {});
      default:
        if (pathname.startsWith('/distribution/127.0.0.1:'))
          return say(500, { message: distribution.shift() ?? 'errors: manifest unknown' });
        return no(`unexpected: ${call}`);
    }
  });
});

afterEach(async () => {
  await served?.end();
  served = undefined;
  await engine.close();
});

const runningAt = (port: number, image = own): Container => ({
  ...{ labels: { 'dev.slipway.registry': '' }, port: String(port), image, isRunning: true },
});

const changes = () => asked.filter((call) => !call.startsWith('GET'));

/** What the container would be: a registry at a port of the loopback, which holds one repository. */
async function serveRegistry(port: number) {
  const registry = createServer((request, response) => {
    expect(request.url).toBe('/v2/_catalog?n=100');
    response.end('{"repositories":["shop/web"]}');
  });
  await new Promise<void>((resolve) => registry.listen(port, '127.0.0.1', resolve));
  served = {
    port: (registry.address() as AddressInfo).port,
    end: () => new Promise((resolve) => registry.close(resolve)),
  };
  return served;
}

it('is loaded once, published on the loopback, and there once it has answered the engine', async () => {
  distribution = ['dial tcp 127.0.0.1: connect: connection refused'];
  const [first, second] = [await serveRegistry(0), await serveRegistry(0)];
  for (const free of [first, second]) await free.end();
  const told: string[] = [];
  const docker = engineAt(engine.socketPath);
  const started = await startLocalRegistry(docker, first.port, signal, (doing) => told.push(doing));
  expect(started).toEqual({
    ...{ state: 'running', address: `127.0.0.1:${first.port}`, volume: 'slipway-registry' },
    ...{ startedAt: Date.parse('2026-01-02T03:04:05Z'), repositories: ['shop/web'] },
  });
  expect(told).toEqual(['Loading slipway/registry:latest, this once', 'Starting the registry']);
  expect(distribution).toEqual([]);
  asked = [];
  expect(await startLocalRegistry(docker, null, signal)).toEqual(started);
  expect(changes()).toEqual([]);
  await startLocalRegistry(docker, second.port, signal);
  expect(changes()).toEqual([
    'POST /containers/NAME/stop',
    'DELETE /containers/4f3c',
    'POST /containers/create',
    'POST /containers/NAME/start',
  ]);
  expect(await readLocalRegistry(docker, signal)).toMatchObject({ address: `127.0.0.1:${second.port}` });
  expect(await stopLocalRegistry(docker, signal)).toMatchObject({ state: 'stopped', address: null });
  expect(await stopLocalRegistry(docker, signal)).toMatchObject({ state: 'stopped' });
});

it('tells what it holds', async () => {
  const registry = await serveRegistry(0);
  container = runningAt(registry.port);
  const { repositories } = await readLocalRegistry(engineAt(engine.socketPath), signal);
  expect(repositories).toEqual(['shop/web']);
});

it('goes on when it is to move to a port that is taken', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  container = runningAt(5000);
  const moving = startLocalRegistry(engineAt(engine.socketPath), port, signal);
  await expect(moving).rejects.toMatchObject({ code: 'port-unavailable' });
  expect(changes()).toEqual([]);
  await new Promise((resolve) => other.close(resolve));
});

it('goes on when it is to move and its image is not to be had any more', async () => {
  container = runningAt(5000);
  canLoad = false;
  const port = (await firstFreePort(7_100, 100)) ?? 0;
  await expect(startLocalRegistry(engineAt(engine.socketPath), port, signal)).rejects.toThrow(
    /no space left/,
  );
  expect(changes()).toEqual(['POST /images/load']);
});

it('of another Slipway is made anew at its port, and says what had the name of its image', async () => {
  const registry = await serveRegistry(0);
  await registry.end();
  container = runningAt(registry.port, older);
  named = older;
  const told: string[] = [];
  const docker = engineAt(engine.socketPath);
  const started = await startLocalRegistry(docker, null, signal, (doing) => told.push(doing));
  expect(started).toMatchObject({ state: 'running', address: `127.0.0.1:${registry.port}` });
  expect(container).toMatchObject({ image: own, isRunning: true });
  expect(told[0]).toContain('fedcba987654 has that name');
  expect(changes()).toEqual([
    'POST /images/load',
    'POST /containers/NAME/stop',
    'DELETE /containers/4f3c',
    'POST /containers/create',
    'POST /containers/NAME/start',
  ]);
});

it('leaves a container of that name alone that somebody else has made', async () => {
  container = { ...runningAt(5000), labels: {} };
  const refused = { code: 'invalid-argument', hint: expect.stringContaining('rename slipway-registry') };
  await expect(startLocalRegistry(engineAt(engine.socketPath), null, signal)).rejects.toMatchObject(refused);
  await expect(stopLocalRegistry(engineAt(engine.socketPath), signal)).rejects.toMatchObject(refused);
  expect(changes()).toEqual([]);
});

it('is not known while the engine is away', async () => {
  expect(await readLocalRegistry(engineAt('/nowhere/docker.sock'), signal)).toMatchObject({
    ...{ state: 'unknown', address: null },
  });
});
