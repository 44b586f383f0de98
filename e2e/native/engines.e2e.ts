// Engines other than Slipway's own, from the command: a real one behind TLS, and behind SSH. No VM runs, and none is wanted.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  clientCertificate,
  clientKey,
  engineAuthority,
} from '../../main/endpoints/fakes/engine-certificates.ts';
import { hasSsh, type SshMachine, startSshMachine } from '../../main/endpoints/fakes/ssh-machine.ts';
import { startFarFront } from '../support/far-front.ts';
import { createInstance, type Instance, removeInstance } from '../support/instance.ts';
import { type NativeEngine, startNativeEngine, whyNoNativeEngine } from '../support/native-engine.ts';
import { startTlsFront, type TlsFront } from '../support/tls-front.ts';

const why = whyNoNativeEngine();
let engine: NativeEngine;
let instance: Instance;
let front: TlsFront;
let folder: string;
let files: readonly string[];

const read = async (...parameters: readonly string[]) => {
  const { code, stdout, stderr } = await instance.slipway(['engine', ...parameters, '--json']);
  return { code, stderr, told: stdout === '' ? undefined : JSON.parse(stdout) };
};

beforeAll(async () => {
  if (why !== undefined) return;
  folder = await mkdtemp(join(tmpdir(), 'engines-'));
  const put = async (name: string, content: string) => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  files = [
    ...['--ca', await put('ca.pem', engineAuthority), '--cert', await put('cert.pem', clientCertificate)],
    ...['--key', await put('key.pem', clientKey)],
  ];
  engine = await startNativeEngine();
  front = await startTlsFront(engine.socket);
  instance = await createInstance();
});

afterAll(async () => {
  await front?.close();
  if (instance !== undefined) await removeInstance(instance);
  await engine?.end();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

describe.skipIf(why)(`other engines${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  it('adds one behind TLS, tests it, and lists it beside Slipway’s own and docker’s contexts', async () => {
    const endpoint = `tcp://localhost:${front.port}`;
    expect((await instance.slipway(['engine', 'add', 'harbour', endpoint, ...files])).code).toBe(0);
    expect(await read('test', 'harbour')).toMatchObject({
      code: 0,
      told: {
        answer: { version: expect.stringMatching(/^\d+\./), latencyMs: expect.any(Number) },
        failed: null,
      },
    });
    await instance.plainDocker(['context', 'create', 'yard', '--docker', 'host=unix:///run/yard.sock']);
    const { told } = await read('list');
    expect(told).toMatchObject([
      { name: 'slipway', origin: 'slipway', isChosen: true },
      { name: 'harbour', origin: 'added', endpoint, problem: null },
      { name: 'default', origin: 'docker' },
      { name: 'yard', origin: 'docker', endpoint: 'unix:///run/yard.sock' },
    ]);
    const { code, stderr } = await instance.slipway(['engine', 'test', 'yard']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining('/run/yard.sock is not there'),
    });
  });

  it('works on the one that is chosen: runs, answers what has said all, builds', async () => {
    expect((await instance.slipway(['engine', 'use', 'harbour'])).code).toBe(0);
    await everythingWorks({});
    const own = await instance.docker(['ps'], { env: { SLIPWAY_ENGINE: 'slipway' } });
    expect(own).toMatchObject({ code: 1, stderr: expect.stringContaining('The engine is stopped') });
    expect(await readdir(instance.paths.run)).toEqual([]);
  });

  it('says which step fails, and loses nothing by what is refused', async () => {
    const refused = await read('add', 'plain', 'tcp://build.example:2375');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('without TLS') });
    await instance.slipway(['engine', 'add', 'nameless', `tcp://localhost:${front.port}`, '--tls']);
    const { code, told } = await read('test', 'nameless');
    expect({ code, step: told.failed.step }).toEqual({ code: 1, step: 'certificate' });
    await instance.slipway(['engine', 'rm', 'nameless']);
  });

  it('works on one that is slow, and tells how slow it is', async () => {
    const path = join(folder, 'far.sock');
    const far = await startFarFront(path, engine.socket, 200);
    try {
      await instance.slipway(['engine', 'add', 'far', `unix://${path}`]);
      const { told } = await read('test', 'far');
      expect(told).toMatchObject({ failed: null });
      expect(told.answer.latencyMs).toBeGreaterThanOrEqual(400);
      const env = { SLIPWAY_ENGINE: 'far' };
      const hello = await instance.docker(['run', '--rm', 'slipway/hello'], { env });
      expect(hello).toMatchObject({ code: 0, stdout: expect.stringContaining('Hello from a container') });
    } finally {
      await instance.slipway(['engine', 'rm', 'far']);
      await far.close();
    }
  });

  it('ends a client whose engine goes in the middle, and what it has begun is still there', async () => {
    const drift = ['run', '--init', '--name', 'drift', 'slipway/busybox'];
    const broken = await instance.docker([...drift, 'sh', '-c', 'echo afloat; sleep 600'], {
      onOutput: () => front.drop(),
    });
    expect(broken).toMatchObject({ stdout: 'afloat\n', stderr: expect.stringMatching(/./) });
    expect(broken.code).not.toBe(0);
    expect((await instance.docker(['rm', '--force', 'drift'])).stdout).toBe('drift\n');
  });

  it('tells of an engine that is gone, and comes back with it', async () => {
    await engine.kill();
    const gone = await instance.docker(['ps']);
    expect(gone.code).toBe(1);
    const { code, told } = await read('test');
    expect(code).toBe(1);
    expect(told).toMatchObject({
      name: 'harbour',
      answer: null,
      failed: { failure: { hint: expect.stringMatching(/./) } },
    });
    await engine.revive();
    expect(await instance.docker(['ps', '--quiet'])).toMatchObject({ code: 0 });
    await front.close();
    const refused = await instance.docker(['ps']);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('nothing listens there') });
  });

  it('works on one over SSH', async ({ skip }) => {
    if (!(await hasSsh())) skip('there is no ssh on this machine');
    const machine: SshMachine = await startSshMachine();
    try {
      machine.answer({ kind: 'engine', socketPath: engine.socket });
      const env = { PATH: machine.path };
      await instance.slipway(['engine', 'add', 'yonder', machine.endpoint], { env });
      await instance.slipway(['engine', 'use', 'yonder'], { env });
      const tested = await instance.slipway(['engine', 'test'], { env });
      expect(tested).toMatchObject({ code: 0, stdout: expect.stringContaining('yonder answers: Docker') });
      await everythingWorks(env);
      expect(await readdir(instance.paths.run)).toEqual([]);
    } finally {
      await machine.close();
    }
  });
});

/** A container with output and exit code, one that answers once it has heard all, and a build. */
async function everythingWorks(env: NodeJS.ProcessEnv): Promise<void> {
  const hello = await instance.docker(['run', '--rm', 'slipway/hello'], { env });
  expect(hello).toMatchObject({ code: 0, stdout: expect.stringContaining('Hello from a container') });
  const input = 'x'.repeat(300_000);
  const heard = await instance.docker(['run', '--rm', '-i', 'slipway/busybox', 'wc', '-c'], { env, input });
  expect(heard).toMatchObject({ code: 0, stdout: '300000\n' });
  const context = join(folder, 'context');
  await mkdir(context, { recursive: true });
  await writeFile(join(context, 'Dockerfile'), 'FROM slipway/busybox\nRUN echo built > /built\n');
  const built = await instance.docker(['build', '--tag', 'engines-test', context], { env });
  expect(built).toMatchObject({ code: 0 });
  expect((await instance.docker(['rmi', 'engines-test'], { env })).code).toBe(0);
}
