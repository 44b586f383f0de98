import { access, chmod, lstat, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShareState } from '../../main/contract/shares.ts';
import { hostPidOf } from '../support/host-pid.ts';
import { type Instance, removeInstance } from '../support/instance.ts';
import { killProcess } from '../support/kill-process.ts';
import { offline } from '../support/offline.ts';
import { createSharingInstance } from '../support/sharing-instance.ts';

let vm: Instance;
let work: string;

beforeAll(async () => {
  vm = await createSharingInstance();
  work = join(vm.userHome, 'work, ü');
  await mkdir(work);
  await vm.start();
});

afterAll(() => removeInstance(vm));

/** Runs a command in a container of its own that has the folder at /app; its output. */
async function inContainer(command: string, ...more: readonly string[]): Promise<string> {
  const volume = [...offline, '--volume', `${work}:/app`];
  const result = await vm.docker(['run', '--rm', ...volume, ...more, 'slipway/busybox', 'sh', '-c', command]);
  if (result.code !== 0) throw new Error(`${command}: ${result.code}: ${result.stdout}${result.stderr}`);
  return result.stdout;
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function inGuest(command: string): Promise<string> {
  return (await vm.slipway(['shell', '--', command])).stdout;
}

describe('the user’s home', () => {
  it('is what is shared', async () => {
    const { stdout } = await vm.slipway(['share', 'list', '--json']);
    expect(JSON.parse(stdout) as ShareState[]).toEqual([
      { path: vm.userHome, readOnly: false, isShown: true, isWanted: true, problem: null },
    ]);
  });

  it('is read and written by a container under its own path, as the user', async () => {
    await writeFile(join(work, 'from host'), 'one');
    const seen = await inContainer(
      'cat "/app/from host"; echo two >/app/made; mkdir /app/sub; chown 33 /app/made',
    );
    expect(seen).toBe('one');
    expect(await readFile(join(work, 'made'), 'utf8')).toBe('two\n');
    await inContainer('touch /app/sub/by-other', '--user', '0:1234');
    for (const name of ['made', 'sub', 'sub/by-other'])
      expect(await lstat(join(work, name))).toMatchObject({
        uid: process.getuid?.(),
        gid: process.getgid?.(),
      });
  });

  it('is changed under an open file as on any Linux, from both sides', async () => {
    await writeFile(join(work, 'conf'), 'old');
    expect(
      await inContainer(
        'exec 3</app/conf; echo new >/app/next; mv /app/next /app/conf; cat <&3; cat /app/conf',
      ),
    ).toBe('oldnew\n');
    expect(await readFile(join(work, 'conf'), 'utf8')).toBe('new\n');
    const reading = inContainer(
      'for i in $(seq 300); do grep -q mended /app/conf && exit 0; sleep 0.1; done; cat /app/conf; exit 1',
    );
    await writeFile(join(work, '.conf'), 'mended');
    await rename(join(work, '.conf'), join(work, 'conf'));
    await reading;
  });
});

describe('what is not shared', () => {
  it('is not reached by links, neither from a container nor from the guest', async () => {
    await writeFile(join(vm.userHome, '..', `secret-${process.pid}`), 'secret');
    const secret = join(vm.userHome, '..', `secret-${process.pid}`);
    try {
      await symlink(secret, join(work, 'absolute'));
      await symlink(`../../secret-${process.pid}`, join(work, 'relative'));
      expect(await inContainer('cat /app/absolute /app/relative 2>&1 || true')).not.toMatch(/^secret$/m);
      expect(await inGuest(`cat '${work}/absolute' '${work}/relative' '${secret}' 2>&1`)).not.toContain(
        'secret\n',
      );
      expect(await inGuest(`cat '${work}/absolute' 2>&1`)).toContain('No such file');
    } finally {
      await rm(secret);
    }
  });

  it('is Slipway’s own folder, for the guest’s root neither', async () => {
    expect(await readFile(vm.paths.clientKey, 'utf8')).not.toBe('');
    const { home } = vm.paths;
    // Also once the guest has let go of it: it is covered on this side.
    const look = `ls -A '${home}' '${home}/keys' 2>&1; cat '${vm.paths.clientKey}' 2>&1`;
    const nothing = new RegExp(`^ls: .*No such file.*\\n(${home}:\\n)?cat: .*No such file.*\\n$`);
    expect(await inGuest(look)).toMatch(nothing);
    expect(await inGuest(`umount '${home}' 2>/dev/null; ${look}`)).toMatch(nothing);
    expect(await inGuest(`touch '${home}/x' 2>&1; mv '${home}' '${home}-away' 2>&1`)).toMatch(
      /Read-only.*\n.*busy/s,
    );
    expect(await inContainer('ls -A /h/.slipway', '--volume', `${vm.userHome}:/h`)).toBe('');
  });
});

describe('a container with a file open', () => {
  const log = () => readFile(join(work, 'log'), 'utf8');

  async function untilWrittenOn(): Promise<void> {
    const { length } = await log();
    await expect.poll(async () => (await log()).length, { timeout: 30_000 }).toBeGreaterThan(length);
  }

  it('writes on after a sleep, and sees what was changed meanwhile', async () => {
    await inContainer('touch /app/log');
    const script = 'exec 3>>/app/log; while :; do date >&3 || echo failed; sleep 0.5; done';
    const volume = [...offline, '--volume', `${work}:/app`];
    const run = ['run', '--detach', '--name', 'writer', ...volume, 'slipway/busybox'];
    expect(await vm.docker([...run, 'sh', '-c', script])).toMatchObject({ code: 0 });
    await untilWrittenOn();
    expect(await vm.slipway(['sleep'])).toMatchObject({ code: 0 });
    await rename(join(work, 'log'), join(work, 'log.away'));
    await rename(join(work, 'log.away'), join(work, 'log'));
    await writeFile(join(work, 'conf'), 'while asleep');
    await vm.start();
    expect(await vm.status()).toMatchObject({ state: 'running', boot: { kind: 'resume' } });
    await untilWrittenOn();
    expect(await vm.docker(['logs', 'writer'])).toMatchObject({ stdout: '', stderr: '' });
    expect((await vm.docker(['exec', 'writer', 'cat', '/app/conf'])).stdout).toBe('while asleep');
  });

  it('writes on when the supervising process is killed', async () => {
    await killProcess(await hostPidOf(vm));
    await vm.start();
    expect(await vm.status()).toMatchObject({ boot: { kind: 'adopt' } });
    await untilWrittenOn();
    expect(await vm.docker(['logs', 'writer'])).toMatchObject({ stdout: '', stderr: '' });
    await vm.docker(['rm', '--force', 'writer']);
  });
});

describe('what shows folders to the VM', () => {
  const servers = async () =>
    JSON.parse(await readFile(vm.paths.shareServers, 'utf8')) as readonly { readonly pid: number }[];

  it('ends with the VM when that is killed, and is there again once it runs', async () => {
    const before = await servers();
    const { vm: running } = await vm.status();
    await killProcess(running?.pid ?? 0);
    await vm.start();
    expect(await inContainer('ls /app')).toContain('conf');
    for (const { pid } of before) await expect.poll(() => isThere(`/proc/${pid}`)).toBe(false);
  });

  it('is told when it ends by itself, with the way to have it back', async () => {
    const [server] = await servers();
    await killProcess(server?.pid ?? 0);
    const problem = { code: 'share-unavailable', message: expect.stringContaining(vm.userHome) };
    await expect
      .poll(async () => (await vm.status()).problems, { timeout: 60_000, interval: 1_000 })
      .toContainEqual(expect.objectContaining(problem));
    const { stdout } = await vm.slipway(['share', 'list']);
    expect(stdout).toMatch(/not shown +\/.*\nThe VM has lost the folder .*\n {2}try: `slipway restart`/);
  });
});

describe('slipway share', () => {
  it('shares another folder read-only and the home no longer, with the next start, which has lost nothing', async () => {
    const other = join(vm.userHome, 'other');
    await mkdir(other);
    await writeFile(join(other, 'file'), 'content');
    await chmod(other, 0o777);
    expect(await vm.slipway(['share', 'add', other])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is shared already'),
    });
    expect(await vm.slipway(['share', 'rm', vm.userHome])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('slipway restart'),
    });
    expect(await vm.slipway(['share', 'add', '--read-only', other])).toMatchObject({ code: 0 });
    expect(await vm.slipway(['restart'], { timeoutMs: 280_000 })).toMatchObject({ code: 0 });
    // The server of the share was killed: whoever waits for it does not keep the guest from its end.
    expect(await readFile(vm.paths.supervisorLog, 'utf8')).not.toContain('did not shut down in time');
    const told = (await vm.status()).problems.filter(({ code }) => code !== 'accelerator-failed');
    expect(told).toEqual([]);
    const volume = [...offline, '--volume', `${vm.userHome}:/h`];
    const script = 'cat /h/other/file; ls -A /h; touch /h/other/new';
    const result = await vm.docker(['run', '--rm', ...volume, 'slipway/busybox', 'sh', '-c', script]);
    expect(result).toMatchObject({ code: 1, stdout: 'contentother\n' });
    expect(result.stderr).toContain('Read-only');
  });

  it('boots a VM that slept with other folders, and says why', async () => {
    expect(await vm.slipway(['sleep'])).toMatchObject({ code: 0 });
    expect(await vm.slipway(['share', 'rm', join(vm.userHome, 'other')])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('the next start boots it'),
    });
    await vm.start();
    expect((await vm.status()).problems).toContainEqual(
      expect.objectContaining({ code: 'resume-failed', message: expect.stringContaining('shared folders') }),
    );
  });

  it.each([
    { path: '/', code: 2 },
    { path: '/etc', code: 2 },
    { path: '/nowhere/at/all', code: 1 },
  ])('refuses $path in two lines', async ({ path, code }) => {
    const { stderr, code: ended } = await vm.slipway(['share', 'add', path]);
    expect(ended).toBe(code);
    expect(stderr).toMatch(/^slipway: .* cannot be shared: .*\n {2}try: .*\n$/);
  });
});
