import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadAssets } from '../../main/assets.ts';
import { whyNoNativeEngine } from '../support/native-engine.ts';
import { createNativeHome, type NativeHome } from '../support/native-home.ts';

const why = whyNoNativeEngine();

describe.skipIf(why)(`an engine without a VM${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let home: NativeHome;
  let before: readonly string[];

  beforeAll(async () => {
    before = await mountsAndLinks();
    home = await createNativeHome();
  });
  afterAll(() => home?.remove());

  it('is the very engine of the VM, and a host for every client', async () => {
    const { image } = await loadAssets();
    const { engine } = JSON.parse(await readFile(`${image.dir}/manifest.json`, 'utf8'));
    const status = await home.instance.status();
    expect(status).toMatchObject({ state: 'running', vm: null });
    // The engine adds what Debian did to it: 28.5.2+dfsg4.
    expect(status.engine?.version).toContain(engine.docker);
  });

  it('runs containers in networks of their own, on this machine and unseen by it', async () => {
    const run = ['run', '--rm', '--publish', '127.0.0.1:0:80', 'slipway/busybox', 'hostname', '-i'];
    const { stdout, stderr, code } = await home.instance.client(run);
    expect({ stdout, stderr, code }).toEqual({ stdout: '172.17.0.2\n', stderr: '', code: 0 });
    expect(await mountsAndLinks()).toEqual(before);
  });

  it('is lost and found again by its host as an engine in a VM is', async () => {
    await home.engine.kill();
    await expect.poll(async () => (await home.instance.status()).state, { timeout: 20_000 }).toBe('waiting');
    await home.engine.revive();
    await expect.poll(async () => (await home.instance.status()).state, { timeout: 20_000 }).toBe('running');
  });

  it('leaves nothing', async () => {
    // Rejects when a process, a socket, a folder or a control group is left.
    await home.remove();
    expect(await mountsAndLinks()).toEqual(before);
  });
});

/** What an engine could leave on the machine itself. */
async function mountsAndLinks(): Promise<readonly string[]> {
  const mounts = (await readFile('/proc/self/mounts', 'utf8')).split('\n');
  return [...mounts, ...(await readdir('/sys/class/net'))].toSorted();
}
