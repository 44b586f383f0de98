import { execFileSync } from 'node:child_process';
import { mkdir, open, readdir, rename, rm, stat, statfs, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSleeper, type Sleeper } from '../sleep/sleeper.ts';
import { copySparse } from '../support/copy-sparse.ts';
import { processesOf } from '../support/home-processes.mjs';
import { hostPidOf } from '../support/host-pid.ts';
import { removeInstance } from '../support/instance.ts';
import { offline } from '../support/offline.ts';
import { type StatusWatch, watchStatus } from './watch-status.ts';

const mebibyte = 1024 * 1024;

// A file system of its own takes root.
describe.runIf(process.getuid?.() === 0)('the host’s disk, full while a container writes', () => {
  let vm: Sleeper;
  let watch: StatusWatch | undefined;
  let ballast: string;

  beforeAll(async () => {
    vm = await createSleeper();
    ballast = join(vm.paths.home, 'ballast');
    const original = `${vm.paths.home}.original`;
    await rename(vm.paths.home, original);
    await mkdir(vm.paths.home, { mode: 0o700 });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1g,mode=700', 'tmpfs', vm.paths.home]);
    await copySparse(
      (await readdir(original)).map((name) => join(original, name)),
      vm.paths.home,
    );
    await rm(original, { recursive: true });
    await vm.start();
  });

  afterEach(() => {
    watch?.close();
    watch = undefined;
  });

  afterAll(async () => {
    await rm(ballast, { force: true });
    const stopping = await vm.slipway(['stop']);
    execFileSync('umount', ['--lazy', vm.paths.home]);
    await removeInstance(vm);
    expect(stopping.code).toBe(0);
  });

  /** Leaves not one byte to be written. */
  const fill = async () => {
    const file = await open(ballast, 'a');
    const untilFull = async (piece: Uint8Array) => {
      for (;;) await file.write(piece);
    };
    try {
      // The last by the block, for which a large piece finds no room.
      for (const size of [mebibyte, 4_096])
        await expect(untilFull(Buffer.alloc(size))).rejects.toMatchObject({ code: 'ENOSPC' });
    } finally {
      await file.close();
    }
  };

  it('the VM stands still and says why, and goes on when there is room, with nothing lost', async () => {
    watch = await watchStatus(vm);
    const machine = watch.told.at(-1)?.vm?.pid;
    const { bavail, bsize } = await statfs(vm.paths.home);
    await writeFile(ballast, Buffer.alloc(bavail * bsize - 40 * mebibyte));

    const size = 96;
    const data = `yes slipway | head -c ${size * mebibyte}`;
    const script = `${data} >/data/much && sync && sha256sum </data/much`;
    const writer = ['run', '--detach', ...offline, '--name', 'writer', '--volume', 'much:/data'];
    await vm.client([...writer, 'slipway/busybox', 'sh', '-c', script]);
    const still = await watch.until('standing still', (now) => now.state === 'waiting', 90_000);
    expect(still.problems[0]).toMatchObject({
      code: 'disk-full',
      message: expect.stringContaining(vm.paths.disks),
      hint: expect.stringContaining('goes on by itself'),
    });
    expect(still.vm?.pid).toBe(machine);

    // Without a supervisor, and room for another one only in what is kept for this: it takes over.
    watch.close();
    process.kill(await hostPidOf(vm), 'SIGKILL');
    await fill();
    const first = vm.slipway(['start']);
    watch = await watchStatus(vm);
    await watch.until('taken over', (now) => now.problems[0]?.code === 'disk-full', 60_000);
    // With no room at all: said as it is, and the VM is left alone.
    watch.close();
    await fill();
    process.kill(await hostPidOf(vm), 'SIGKILL');
    expect(await first).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^slipway: .*ENOSPC.*\n {2}try: Free space.*\n$/m),
    });
    // With just enough room for one, it takes over and finds out why the VM stands still.
    await truncate(ballast, (await stat(ballast)).size - 8 * mebibyte);
    const starting = vm.slipway(['start']);
    watch = await watchStatus(vm);
    await watch.until('still standing still', (now) => now.problems[0]?.code === 'disk-full', 60_000);
    expect(await vm.status()).toMatchObject({
      state: 'waiting',
      vm: { pid: machine },
      boot: { kind: 'adopt' },
    });

    await rm(ballast);
    expect(await starting).toMatchObject({ code: 0 });
    expect(watch.states()).toEqual(['waiting', 'running']);
    expect((await vm.client(['wait', 'writer'])).stdout).toBe('0\n');
    const wanted = execFileSync('sh', ['-c', `${data} | sha256sum`], { encoding: 'utf8' });
    expect((await vm.client(['logs', 'writer'])).stdout).toBe(wanted);
    expect((await vm.status()).vm?.pid).toBe(machine);
  });

  it('a stop needs no room, though the supervisor was killed', async () => {
    process.kill(await hostPidOf(vm), 'SIGKILL');
    await fill();
    const { bavail } = await statfs(vm.paths.home);
    expect(bavail).toBe(0);
    expect(await vm.slipway(['stop'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Stopped in .*\n$/),
    });
    // The host leaves after its last answer.
    await expect.poll(() => processesOf(vm.paths.home), { timeout: 10_000 }).toEqual([]);
    expect(await vm.status()).toMatchObject({ state: 'stopped', vm: null, host: null });
  });
});
