import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadAssets } from '../../main/assets.ts';
import { readLock } from '../../main/home/lock.ts';
import { createInstance, type Instance, removeInstance, testSettings } from '../support/instance.ts';
import { killProcess } from '../support/kill-process.ts';
import { listeningOn } from '../support/listening.ts';
import { offline } from '../support/offline.ts';
import { askNewWeb, freePorts } from '../support/port-visitor.ts';
import { writeQemuProgram } from '../support/qemu-program.ts';
import { sleepingOriginal } from '../support/shared-vm.ts';

/** What a QEMU does that is too old to forward unix sockets, in the words of Debian 12's 7.2. */
const refuseUnixForward = `case "$*" in *hostfwd=unix:*)
  echo "qemu-system-x86_64: -netdev user: Invalid host forwarding rule (Bad protocol name)" >&2
  exit 1
esac`;

let vm: Instance;

beforeAll(async () => {
  vm = await createInstance({ verdictsOf: await sleepingOriginal(), settings: testSettings });
  const program = join(vm.userHome, 'older-qemu');
  const { qemu } = await loadAssets();
  await writeQemuProgram(program, qemu?.dir ?? null, { before: refuseUnixForward });
  expect(await vm.slipway(['settings', 'set', 'qemu.path', program])).toMatchObject({ code: 0 });
});

afterAll(() => removeInstance(vm));

const record = async () => JSON.parse(await readFile(vm.paths.vmRecord, 'utf8'));

/** Larger than what any buffer on the way holds. */
const input = 'x'.repeat(3_000_000);

async function expectEngineInOrder(): Promise<void> {
  const counted = await vm.docker(['run', '--rm', '-i', ...offline, 'slipway/busybox', 'wc', '-c'], {
    input,
  });
  expect(counted).toMatchObject({ code: 0, stdout: expect.stringMatching(/^3000000\s*$/) });
  const several = await Promise.all(Array.from({ length: 6 }, () => vm.docker(['version'])));
  expect(several.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
}

describe('a QEMU of the host’s own that forwards no unix sockets', () => {
  it('runs the engine all the same, its bytes carried over SSH', async () => {
    await vm.start();
    expect(await vm.status()).toMatchObject({ state: 'running' });
    expect(await record()).toMatchObject({ engineVia: 'ssh', sshPort: expect.any(Number) });
    const hello = await vm.docker(['run', '--rm', 'slipway/hello']);
    expect(hello).toMatchObject({ code: 0, stdout: expect.stringMatching(/\w/) });
    await expectEngineInOrder();
  });

  it('gives a shell', async () => {
    expect(await vm.slipway(['shell', 'uname'])).toMatchObject({ code: 0, stdout: 'Linux\n' });
  });

  it.runIf(process.platform === 'linux')('listens on the loopback alone, for SSH alone', async () => {
    const listening = (await readFile('/proc/net/tcp', 'utf8')).split('\n');
    const port = (await record()).sshPort.toString(16).toUpperCase().padStart(4, '0');
    const at = listening.filter((line) => line.includes(`:${port} 00000000:0000 0A `));
    expect(at).toEqual([expect.stringContaining(` 0100007F:${port} `)]);
  });

  it.runIf(process.platform === 'linux')(
    'publishes ports by ways over the loopback, which go with the container',
    async () => {
      const pid = (await vm.status()).vm?.pid ?? 0;
      // Of UDP QEMU has some for what the guest itself asks others.
      const listening = async () => (await listeningOn([pid])).filter((one) => one.startsWith('tcp'));
      const before = await listening();
      const [port = 0] = await freePorts(1);
      const web = ['slipway/busybox', 'httpd', '-f', '-p', '80', '-h', '/www'];
      await vm.docker(['run', '--detach', '--name', 'published', '--publish', `${port}:80`, ...web]);
      expect(await askNewWeb('127.0.0.1', port)).toBe('HTTP/1.1 200 OK');
      const more = (await listening()).filter((one) => !before.includes(one));
      expect(more).toEqual([expect.stringMatching(/^tcp 0100007F:/)]);
      await vm.docker(['rm', '--force', 'published']);
      await expect.poll(listening).toEqual(before);
    },
  );

  it('is taken over by the next supervisor, with a tunnel of its own', async () => {
    const holder = await readLock(vm.paths.lock);
    if (holder === undefined) throw new Error('there is no host');
    const { vm: before } = await vm.status();
    await killProcess(holder.pid);
    await vm.start();
    expect(await vm.status()).toMatchObject({ boot: { kind: 'adopt' }, vm: { pid: before?.pid } });
    await expectEngineInOrder();
  });
});
