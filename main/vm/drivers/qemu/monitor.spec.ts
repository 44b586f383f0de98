import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type HomePaths, homePaths } from '../../../home/paths.ts';
import { prepareHome } from '../../../home/prepare-home.ts';
import { converse } from './monitor.ts';
import type { QemuProcess } from './qemu-process.ts';

let paths: HomePaths;

beforeEach(async () => {
  paths = homePaths(await mkdtemp('/tmp/sw-unit-'));
  await prepareHome(paths);
});

afterEach(() => rm(paths.home, { recursive: true, force: true }));

const ended: QemuProcess = {
  identity: { pid: 4242, started: 'then' },
  gone: Promise.resolve(),
  endedBy: () => null,
  kill: async () => undefined,
};

it.each([
  ["cannot set up guest memory 'ram': Cannot allocate memory", 'settings-invalid', /vm\.memoryMiB/],
  ['-machine virt: unsupported machine type', 'qemu-failed', /unsupported machine type/],
])('tells why a QEMU that said "%s" ended', async (words, code, message) => {
  await writeFile(paths.qemuLog, `qemu-system-x86_64: ${words}\n`);
  const failed = converse(paths, ended, new AbortController().signal, () => undefined);
  await expect(failed).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});
