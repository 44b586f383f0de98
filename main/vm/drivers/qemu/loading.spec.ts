import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SlipwayError } from '../../../contract/errors.ts';
import { failure, fakeFingerprint } from '../../fakes/fake-machine.ts';
import type { MemoryImage } from '../../memory/memory-image.ts';
import { converseAndLoad } from './loading.ts';
import type { QemuProcess } from './qemu-process.ts';
import type { Qmp } from './qmp.ts';

const noneShared = async () => undefined;

const { signal } = new AbortController();

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loading-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const image: MemoryImage = {
  ...{ file: 'asleep.memory', format: 'mapped', fingerprint: fakeFingerprint, disk: null, savedAt: 1 },
  sums: { bytes: 0, pieces: [], blocks: null },
};

/** A QEMU whose process ends, once it is asked to load, as it is told to. */
function qemu(end: { readonly by: string | null } | null, status = 'failed') {
  let gone: () => void = () => undefined;
  let endedBy: string | null = null;
  const ended = new Promise<void>((resolve) => {
    gone = resolve;
  });
  const process: QemuProcess = {
    identity: { pid: 4242, started: 'then' },
    gone: ended,
    endedBy: () => endedBy,
    kill: async () => undefined,
  };
  let isConnected = true;
  const qmp: Qmp = {
    closed: ended,
    close: () => undefined,
    onEvent: () => undefined,
    async execute(command) {
      if (command === 'migrate-incoming' && end !== null) {
        isConnected = false;
        // The process is gone a moment after its sockets.
        setTimeout(() => {
          endedBy = end.by;
          gone();
        }, 20);
      }
      if (!isConnected) throw new SlipwayError(failure('qemu-failed', 'the connection ended'));
      return command === 'query-migrate' ? { status, 'error-desc': 'Bad magic' } : {};
    },
  };
  return { process, qmp };
}

const paths = () => ({ run: folder, qemuLog: join(folder, 'qemu.log') });

it('gives the conversation once the memory is loaded', async () => {
  const { process, qmp } = qemu(null, 'completed');
  expect(await converseAndLoad(async () => qmp, process, image, paths(), noneShared, signal)).toBe(qmp);
});

it('tells a QEMU that was killed from one that has something against the memory', async () => {
  const { process, qmp } = qemu({ by: 'SIGKILL' });
  await expect(
    converseAndLoad(async () => qmp, process, image, paths(), noneShared, signal),
  ).rejects.toMatchObject({
    code: 'vm-exited',
    message: 'QEMU was ended by SIGKILL while it loaded the saved memory of the VM.',
  });
});

it('tells the last words of a QEMU that ended over the memory', async () => {
  await writeFile(paths().qemuLog, 'qemu-system-x86_64: Unknown savevm section\n');
  const { process, qmp } = qemu({ by: null });
  await expect(
    converseAndLoad(async () => qmp, process, image, paths(), noneShared, signal),
  ).rejects.toMatchObject({
    code: 'resume-failed',
    message: expect.stringContaining('Unknown savevm section'),
  });
});

it('tells the words of a QEMU that refuses and lives', async () => {
  const { process, qmp } = qemu(null);
  await expect(
    converseAndLoad(async () => qmp, process, image, paths(), noneShared, signal),
  ).rejects.toMatchObject({
    code: 'resume-failed',
    message: expect.stringContaining('Bad magic'),
  });
});

it('tells of one that was killed before it said a word, and of one that could not begin', async () => {
  const mute = new SlipwayError(failure('qemu-failed', 'ended as soon as it was started'));
  const gone = { ...qemu(null).process, gone: Promise.resolve() };
  const load = (endedBy: string | null) =>
    converseAndLoad(
      () => Promise.reject(mute),
      { ...gone, endedBy: () => endedBy },
      image,
      paths(),
      noneShared,
      signal,
    );
  await expect(load('SIGKILL')).rejects.toMatchObject({ code: 'vm-exited' });
  await expect(load(null)).rejects.toBe(mute);
});

it('leaves what its caller called off at that', async () => {
  const { process, qmp } = qemu({ by: 'SIGTERM' });
  const controller = new AbortController();
  const loading = converseAndLoad(async () => qmp, process, image, paths(), noneShared, controller.signal);
  controller.abort(new Error('enough'));
  await expect(loading).rejects.toThrow('enough');
});
