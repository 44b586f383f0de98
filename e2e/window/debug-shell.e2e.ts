// A shell beside a container whose image has none.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Instance } from '../support/instance.ts';
import { type EngineHome, openEngine } from '../support/open-engine.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

let home: EngineHome;
let instance: Instance;
const image = 'slipway/shell-less:e2e';
let slipway: SlipwayWindow;

/** An image of one program: busybox under a name by which it does nothing but sleep. */
async function makeImage(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-shell-less-'));
  try {
    const [program, archive] = [join(folder, 'busybox'), join(folder, 'root.tar')];
    await instance.client(['create', '--name', 'shell-less', 'slipway/busybox']);
    await instance.client(['cp', 'shell-less:/bin/busybox', program]);
    await instance.client(['rm', 'shell-less']);
    const root = pack();
    root.entry({ name: 'sleep', mode: 0o755 }, await readFile(program));
    root.entry({ name: 'only-here' }, 'a file of the target');
    root.finalize();
    await writeFile(archive, await buffer(root));
    const made = await instance.client(['import', '--change', 'CMD ["/sleep","600"]', archive, image]);
    expect(made.stderr).toBe('');
  } finally {
    await rm(folder, { recursive: true });
  }
}

beforeAll(async () => {
  home = await openEngine();
  instance = home.instance;
  await makeImage();
  await instance.client(['run', '--detach', '--name', 'shell-less', image]);
  slipway = await openWindow(instance);
  await slipway.containers.row('shell-less').waitFor();
});
afterAll(async () => {
  await slipway?.quit().catch(() => undefined);
  await instance.client(['rm', '--force', 'shell-less', ...(await helpers())]);
  await instance.client(['rmi', '--force', image]);
  await home?.remove();
});

async function helpers(): Promise<readonly string[]> {
  const { stdout } = await instance.client([
    'ps',
    '--all',
    '--quiet',
    '--filter',
    'label=dev.slipway.debug-of',
  ]);
  return stdout.split('\n').filter(Boolean);
}

async function processes(): Promise<string> {
  return (await instance.client(['top', 'shell-less', '-eo', 'pid,args'])).stdout;
}

it('is offered where there is no shell, and sees the files, processes and network of the container', async () => {
  await slipway.containers.press('Open a terminal in', 'shell-less');
  await slipway.page.getByText('It has no shell').waitFor();
  await slipway.page.getByRole('button', { name: 'Debug shell' }).click();
  await slipway.terminal.waitForLine(/^debug:\/target # /);
  await slipway.terminal.type(
    'cat only-here; echo; cat /proc/1/comm; ls -l /proc/1/ns/net /proc/self/ns/net',
  );
  await slipway.terminal.waitForLine(/^a file of the target/);
  await slipway.terminal.waitForLine(/^sleep/);
  const networks = async () =>
    [...(await slipway.terminal.screen.innerText()).matchAll(/net:\[(\d+)\]/g)].map(([, number]) => number);
  await expect.poll(networks, { timeout: 20_000 }).toHaveLength(2);
  const [target, own] = await networks();
  expect(own).toBe(target);
});

it('is marked in the list, and goes with its tab', async () => {
  expect(await helpers()).toHaveLength(1);
  await slipway.containers.open();
  await slipway.page.getByRole('row').filter({ hasText: 'debug shell' }).waitFor();
  await slipway.terminal.open();
  await slipway.terminal.close();
  await expect.poll(helpers, { timeout: 40_000, interval: 500 }).toEqual([]);
  expect(await processes()).toContain('/sleep 600');
});
