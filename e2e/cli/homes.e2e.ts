import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createInstance, type Instance, removeInstance, testSettings } from '../support/instance.ts';
import { freePorts } from '../support/port-visitor.ts';
import { sharedVm } from '../support/shared-vm.ts';

const shared = await sharedVm();

describe('a second home, with spaces and letters of other alphabets, beside the first', () => {
  let other: Instance;
  let starts: readonly Awaited<ReturnType<Instance['slipway']>>[];
  const context = async (...parameters: readonly string[]) => other.plainDocker(['context', ...parameters]);

  beforeAll(async () => {
    other = await createInstance({
      homeName: 'Mein Gerät 机',
      verdictsOf: shared.paths,
      templateOf: shared.paths,
      settings: testSettings,
    });
    await context('create', 'mine', '--docker', 'host=tcp://192.0.2.1:2375');
    await context('use', 'mine');
    // Two at the same moment: neither may fail, and there may be one VM only.
    starts = await Promise.all([1, 2].map(() => other.slipway(['start'], { timeoutMs: 280_000 })));
  });

  afterAll(async () => {
    await removeInstance(other);
  });

  it('starts once for two starts at the same moment', async () => {
    expect(starts.map(({ code, stderr }) => (code === 0 ? 0 : stderr))).toEqual([0, 0]);
    for (const { stdout } of starts) expect(stdout).toContain(`on unix://${other.paths.dockerSocket}`);
    // Progress is told as it goes on, stage by stage.
    for (const { stderr } of starts) expect(stderr).toMatch(/Start the Docker Engine +[\d.]+ m?s/);
  });

  it('tells nobody to wait for an accelerator that was tried before', () => {
    expect(starts.some(({ stderr }) => stderr.includes('Try the accelerator'))).toBe(false);
  });

  it('runs a container in its own engine', async () => {
    const { code, stdout } = await other.docker(['run', '--rm', 'slipway/busybox', 'echo', 'hello']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'hello\n' });
    const ids = await Promise.all(
      [shared, other].map((instance) => instance.docker(['info', '--format', '{{.ID}}'])),
    );
    expect(ids[0]?.stdout).not.toBe(ids[1]?.stdout);
  });

  it('does not answer names of containers at a port that the other home has, and says who that is', async () => {
    const http = async (instance: Instance) => (await instance.status()).domains?.http;
    const setPort = async (instance: Instance, ...words: readonly string[]) =>
      expect(await instance.slipway(['settings', ...words])).toMatchObject({ code: 0 });
    onTestFinished(async () => {
      for (const instance of [shared, other]) await setPort(instance, 'unset', 'domains.httpPort');
    });
    // Which instance of all that run has the usual port is chance.
    const [port = 0] = await freePorts(1);
    await setPort(shared, 'set', 'domains.httpPort', `${port}`);
    await expect.poll(() => http(shared)).toMatchObject({ port, problem: null });
    await setPort(other, 'set', 'domains.httpPort', `${port}`);
    const holder = (await shared.status()).host?.pid;
    await expect
      .poll(async () => (await http(other))?.problem?.message)
      .toContain(`Port ${port} of this computer is taken by process ${holder} (`);
    expect((await http(other))?.port).not.toBe(port);
  });

  it("makes a docker context of its own and leaves the user's own choice", async () => {
    const { stdout } = await context('ls', '--format', '{{.Name}}{{if .Current}} current{{end}}');
    expect(stdout.trim().split('\n').sort()).toEqual([
      'default',
      'mine current',
      expect.stringMatching(/^slipway-[0-9a-f]{8}$/),
    ]);
    const name = /slipway-[0-9a-f]{8}/.exec(stdout)?.[0] ?? '';
    expect(await other.plainDocker(['--context', name, 'ps'])).toMatchObject({ code: 0 });
  });

  it('makes its context the current one when asked, and puts the old one back at stop', async () => {
    await other.slipway(['settings', 'set', 'docker.useContext', 'true']);
    const restarted = await other.slipway(['restart'], { timeoutMs: 280_000 });
    expect(restarted).toMatchObject({ code: 0, stdout: expect.stringContaining('Running in') });
    expect((await context('show')).stdout).toMatch(/^slipway-/);
    expect((await other.plainDocker(['ps'])).code).toBe(0);

    const stopped = await other.slipway(['stop']);
    expect(stopped).toMatchObject({ code: 0, stdout: expect.stringContaining('Stopped in') });
    expect((await context('show')).stdout).toBe('mine\n');
    expect((await context('ls', '-q')).stdout.trim().split('\n').sort()).toEqual(['default', 'mine']);
    expect(await other.status()).toMatchObject({ state: 'stopped', host: null, vm: null, socket: null });
    // Nothing listens and nothing is left to be mistaken for something that does.
    expect((await readdir(other.paths.run)).filter((name) => name.endsWith('.sock'))).toEqual([]);
    expect(existsSync(other.paths.dockerSocket)).toBe(false);
    expect(await shared.status()).toMatchObject({ state: 'running' });
  });

  it('goes on with a start in the background after Ctrl-C, and stops in the middle of it', async () => {
    let pid = 0;
    const start = other.slipway(['start'], {
      onSpawn: (spawned) => {
        pid = spawned;
      },
    });
    await expect.poll(async () => (await other.status()).state, { timeout: 60_000 }).toBe('booting');
    process.kill(pid, 'SIGINT');
    const { code, stderr } = await start;
    expect(stderr).toMatch(/The start goes on in the background: .*`slipway stop` ends it\.\n$/);
    expect(code).toBe(1);
    expect(await other.status()).toMatchObject({ state: 'booting', host: { kind: 'headless' } });
    expect(await other.slipway(['stop'])).toMatchObject({ code: 0 });
    expect(await other.status()).toMatchObject({ state: 'stopped', vm: null, host: null });
  });
});

describe('a home that cannot be used', () => {
  let user: Instance;

  beforeAll(async () => {
    user = await createInstance();
  });

  afterAll(async () => {
    await removeInstance(user);
  });

  it('too long for a socket: says by how much, and makes nothing', async () => {
    const long = join(user.userHome, 'x'.repeat(100));
    const { code, stderr } = await user.slipway(['start'], { env: { SLIPWAY_HOME: long } });
    expect(stderr).toMatch(
      /^slipway: .*too long a path for a socket: \d+ bytes.*\n {2}try: .*SLIPWAY_HOME.*\n$/,
    );
    expect(code).toBe(1);
    expect(existsSync(long)).toBe(false);
  });

  it('a file where the folder should be', async () => {
    const { code, stderr } = await user.slipway(['start'], { env: { SLIPWAY_HOME: '/dev/null/home' } });
    expect(stderr).toMatch(/^slipway: .*\/dev\/null\/home cannot be written.*\n {2}try: .*\n$/);
    expect(code).toBe(1);
  });

  // Root writes whatever the modes say, so a file system is mounted read-only, which takes root. Others have modes.
  it('read-only: says so, for start and for settings', async () => {
    const home = join(user.userHome, 'read-only');
    await mkdir(home, { mode: 0o500 });
    const isRoot = process.getuid?.() === 0;
    if (isRoot) execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro,mode=700', 'tmpfs', home]);
    try {
      for (const parameters of [['start'], ['settings', 'set', 'vm.cpus', '2']]) {
        const { code, stderr } = await user.slipway(parameters, { env: { SLIPWAY_HOME: home } });
        expect(stderr).toMatch(/^slipway: .*read-only cannot be written.*\n {2}try: .*SLIPWAY_HOME.*\n$/);
        expect(code).toBe(1);
      }
      const status = await user.slipway(['status'], { env: { SLIPWAY_HOME: home } });
      expect(status).toMatchObject({ code: 0, stdout: expect.stringMatching(/^State +stopped$/m) });
    } finally {
      if (isRoot) execFileSync('umount', [home]);
    }
  });
});
