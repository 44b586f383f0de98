import { execFileSync } from 'node:child_process';
import {
  cp,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Assets, loadAssets } from '../../main/assets.ts';
import type { ErrorCode } from '../../main/contract/errors.ts';
import { processesOf } from '../support/home-processes.mjs';
import { createInstance, type Instance, removeInstance } from '../support/instance.ts';
import type { ProgramResult } from '../support/run-program.ts';
import { sharedVm } from '../support/shared-vm.ts';
import { watchStatus } from './watch-status.ts';

let vm: Instance;
let assets: Assets;
let folder: string;
/** One whose QEMU ends at once, and the start of it. */
let patient: Instance;
let trying: Promise<ProgramResult>;

beforeAll(async () => {
  const { paths } = await sharedVm();
  vm = await createInstance({ verdictsOf: paths });
  patient = await createInstance({ verdictsOf: paths });
  assets = await loadAssets();
  folder = await mkdtemp(join(tmpdir(), 'bad-parts-'));
  // All it does is to wait between its tries: other tests go on meanwhile.
  trying = startWithDyingQemu();
  trying.catch(() => undefined);
});

afterEach(() => vm.slipway(['settings', 'unset', 'qemu.path']));

afterAll(async () => {
  await removeInstance(patient);
  await removeInstance(vm);
  await rm(folder, { recursive: true, force: true });
});

/** The start failed once and for good: said in two lines and in the status, and nothing runs any more. */
async function expectFailure(
  result: ProgramResult,
  code: ErrorCode,
  named: string,
  instance = vm,
): Promise<void> {
  expect(result.code).toBe(1);
  const said = result.stderr.split('\n').filter((line) => !/^ {2}\S.* ([\d.]+ (ms|s|min)|\.{3}$)/.test(line));
  const errors = said.filter((line) => line.startsWith('slipway: '));
  expect(errors).toEqual([expect.stringContaining(named)]);
  expect(said.filter((line) => /^ {2}try: \S/.test(line))).toHaveLength(1);
  expect(result.stderr).not.toMatch(/\n {4}at |Error:/);
  const status = await instance.status();
  expect(status).toMatchObject({ state: 'failed', vm: null, socket: null });
  expect(status.problems[0]).toMatchObject({ code, message: expect.stringContaining(named) });
  await expectNothingRuns(instance);
}

async function expectNothingRuns({ paths } = vm): Promise<void> {
  // The host lingers for a third of a second, for whoever is just connecting.
  for (let look = 0; look < 40 && (await processesOf(paths.home)).length > 0; look += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await processesOf(paths.home)).toEqual([]);
}

async function startWithDyingQemu(): Promise<ProgramResult> {
  const program = join(folder, 'qemu');
  const script =
    '#!/bin/sh\ncase "$*" in *--version*) echo "QEMU emulator version 9.9.9";; *-M\\ none*) exit 1;; *) echo "no memory, sorry" >&2; exit 1;; esac\n';
  await writeFile(program, script, { mode: 0o755 });
  await patient.slipway(['settings', 'set', 'qemu.path', program]);
  return patient.slipway(['start']);
}

describe('QEMU', () => {
  it('that is not there', async () => {
    const program = join(folder, 'qemu-that-goes');
    const refused = await vm.slipway(['settings', 'set', 'qemu.path', program]);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(program) });
    await writeFile(program, '', { mode: 0o755 });
    expect(await vm.slipway(['settings', 'set', 'qemu.path', program])).toMatchObject({ code: 0 });
    await rm(program);
    await expectFailure(await vm.slipway(['start']), 'qemu-missing', program);
  });

  it('that is another program', async () => {
    await vm.slipway(['settings', 'set', 'qemu.path', '/bin/true']);
    await expectFailure(await vm.slipway(['start']), 'qemu-missing', '/bin/true');
  });
});

describe('an accelerator that the setting insists on', () => {
  it('does what it says: runs with it, or says why that cannot be', async () => {
    const left = (await (await sharedVm()).status()).accelerators.find((verdict) => !verdict.works);
    // Where hardware works, the whole suite runs on it; there is nothing to insist on that would fail.
    const insisted = left?.accelerator ?? 'whpx';
    await vm.slipway(['settings', 'set', 'vm.accelerator', insisted]);
    try {
      const result = await vm.slipway(['start']);
      await expectFailure(result, 'accelerator-failed', insisted);
      expect(result.stderr).toContain('vm.accelerator auto');
    } finally {
      await vm.slipway(['settings', 'unset', 'vm.accelerator']);
    }
  });
});

describe('the VM image', () => {
  const files = ['kernel', 'initrd', 'root'] as const;

  /** A start with a copy of the image that harm was done to. The large files that are left alone are linked. */
  async function startWith(
    harm: (image: string, names: Record<string, string>) => Promise<void>,
  ): Promise<ProgramResult> {
    const image = join(folder, 'image');
    await rm(image, { recursive: true, force: true });
    await mkdir(image);
    const manifest = JSON.parse(await readFile(join(assets.image.dir, 'manifest.json'), 'utf8'));
    const names: Record<string, string> = Object.fromEntries(
      files.map((part) => [part, manifest.files[part].name]),
    );
    for (const name of await readdir(assets.image.dir))
      await symlink(join(assets.image.dir, name), join(image, name));
    await harm(image, names);
    const index = join(folder, 'assets.json');
    const parts = {
      arch: assets.arch,
      image: { dir: image },
      qemu: assets.qemu,
      shareServer: assets.shareServer,
    };
    await writeFile(index, JSON.stringify(parts));
    return vm.slipway(['start'], { env: { SLIPWAY_ASSETS: index } });
  }

  async function ownCopy(path: string): Promise<void> {
    const target = `${path}.own`;
    await cp(path, target, { dereference: true });
    await rename(target, path);
  }

  it.each(files)('with one flipped bit in its %s', async (part) => {
    let harmed = '';
    const result = await startWith(async (image, names) => {
      harmed = join(image, names[part] ?? '');
      await ownCopy(harmed);
      const file = await open(harmed, 'r+');
      const at = Math.floor((await file.stat()).size / 2);
      const { buffer } = await file.read(Buffer.alloc(1), 0, 1, at);
      await file.write(Buffer.from([(buffer[0] ?? 0) ^ 0x10]), 0, 1, at);
      await file.close();
    });
    await expectFailure(result, 'image-corrupt', harmed);
  });

  it('whose root is truncated', async () => {
    let harmed = '';
    const result = await startWith(async (image, names) => {
      harmed = join(image, names.root ?? '');
      await ownCopy(harmed);
      await truncate(harmed, (await stat(harmed)).size - 4096);
    });
    await expectFailure(result, 'image-corrupt', harmed);
  });

  it('that lacks a file', async () => {
    let harmed = '';
    const result = await startWith(async (image, names) => {
      harmed = join(image, names.initrd ?? '');
      await rm(harmed);
    });
    await expectFailure(result, 'assets-missing', harmed);
  });

  it('whose list of parts is damaged', async () => {
    const index = join(folder, 'damaged.json');
    await writeFile(index, '{"arch":');
    const result = await vm.slipway(['start'], { env: { SLIPWAY_ASSETS: index } });
    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining(index) });
    expect(result.stderr).toMatch(/^ {2}try: /m);
    await expectNothingRuns();
  });
});

describe('the settings', () => {
  it('that are damaged are kept aside, said to be, and no hindrance', async () => {
    await writeFile(vm.paths.settings, '{"vm.cpus": 2, ');
    const { code, stdout, stderr } = await vm.slipway(['settings', 'list']);
    expect({ code, cpus: /^vm\.cpus +0$/m.test(stdout) }).toEqual({ code: 0, cpus: true });
    expect(stderr).toMatch(/^slipway: .*settings\.json\.damaged-.*\n {2}try: /);
    const aside = (await readdir(vm.paths.home)).find((name) => name.startsWith('settings.json.damaged-'));
    expect(await readFile(join(vm.paths.home, aside ?? ''), 'utf8')).toBe('{"vm.cpus": 2, ');
    await rm(join(vm.paths.home, aside ?? ''));
  });
});

describe('the data disk', () => {
  it('that is gone is explained, and not made anew', async () => {
    await mkdir(vm.paths.disks, { recursive: true });
    await rm(vm.paths.dataDisk, { force: true });
    await writeFile(vm.paths.dataDiskRecord, '{"formatted":true}\n');
    try {
      await expectFailure(await vm.slipway(['start']), 'data-disk-missing', vm.paths.dataDisk);
      expect(await readdir(vm.paths.disks)).not.toContain(basename(vm.paths.dataDisk));
    } finally {
      await rm(vm.paths.dataDiskRecord);
    }
  });

  it('that is damaged is told after one try, with the guest’s words, and not written over', async () => {
    await writeFile(vm.paths.dataDisk, 'not a file system');
    await truncate(vm.paths.dataDisk, 64 * 1024 * 1024);
    await writeFile(vm.paths.dataDiskRecord, '{"formatted":true}\n');
    const watch = watchStatus(vm);
    try {
      const result = await vm.slipway(['start']);
      await expectFailure(result, 'data-disk-damaged', vm.paths.dataDisk);
      expect(result.stderr).toContain('has no filesystem');
      expect((await watch).states()).not.toContain('backoff');
      const file = await open(vm.paths.dataDisk);
      const { buffer } = await file.read(Buffer.alloc(17), 0, 17, 0);
      await file.close();
      expect(buffer.toString()).toBe('not a file system');
    } finally {
      (await watch).close();
      await rm(vm.paths.dataDisk);
      await rm(vm.paths.dataDiskRecord);
    }
  });
});

// A file system of its own takes root, as the whole suite's read-only home does.
describe.runIf(process.getuid?.() === 0)('a disk of the host without room', () => {
  it('is told before anything is started', async () => {
    const home = join(vm.userHome, 'small');
    await mkdir(home);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=100m,mode=700', 'tmpfs', home]);
    try {
      const { code, stderr } = await vm.slipway(['start'], { env: { SLIPWAY_HOME: home } });
      expect(code).toBe(1);
      expect(stderr).toMatch(/^slipway: .*small has only \d+ MiB left/m);
      expect(stderr).toMatch(/^ {2}try: Free some space/m);
      await writeFile(join(home, 'ballast'), Buffer.alloc(99 * 1024 * 1024)).catch(() => undefined);
      const full = await vm.slipway(['start'], { env: { SLIPWAY_HOME: home } });
      expect(full).toMatchObject({ code: 1, stderr: expect.stringMatching(/^slipway: .*\n {2}try: /m) });
      expect(full.stderr).not.toMatch(/\n {4}at /);
      for (let look = 0; look < 40 && (await processesOf(home)).length > 0; look += 1)
        await new Promise((resolve) => setTimeout(resolve, 100));
      expect(await processesOf(home)).toEqual([]);
    } finally {
      execFileSync('umount', [home]);
    }
  });
});

it('QEMU that ends at once: its own words are told, after every try', async () => {
  await expectFailure(await trying, 'qemu-failed', 'no memory, sorry', patient);
});
