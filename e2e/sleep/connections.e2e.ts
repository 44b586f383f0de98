import { lookup } from 'node:dns/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { readDebianMirror } from '../../scripts/lib/apt-sources.mjs';
import { sharedVm } from '../support/shared-vm.ts';

const vm = await sharedVm();
const names = ['away', 'listener', 'caller'];

/** A connection that was cut by a wake is to be noticed within so many seconds. */
const noticedWithinSeconds = 2;

const docker = async (...parameters: string[]) => {
  const { code, stdout, stderr } = await vm.client(parameters);
  if (code !== 0) throw new Error(`docker ${parameters.join(' ')}: ${stderr}`);
  return stdout;
};
const log = (name: string) => docker('logs', name);
const run = (name: string, script: string) =>
  docker('run', '--detach', '--name', name, '--network', 'lan', 'slipway/busybox', 'sh', '-c', script);

/** A connection that says nothing and waits for an answer: what could be said, nobody writes to a pipe that stays open. */
const idleCall = (address: string, port: number) =>
  `mkfifo /pipe; exec 9<>/pipe; nc ${address} ${port} </pipe`;

/** Waits until a container's connection is there, in the eyes of its own kernel. */
async function untilConnected(name: string, port: number): Promise<void> {
  const established = new RegExp(`:${port}\\s+ESTABLISHED`);
  await poll(200, abortAfter(20_000), async () =>
    established.test(await docker('exec', name, 'netstat', '-tn')) ? true : undefined,
  );
}

beforeAll(async () => {
  await docker('network', 'create', 'lan');
  await run('listener', 'mkfifo /pipe; exec 9<>/pipe; nc -l -p 9000 </pipe; echo ended; sleep 1000');
  await run('caller', `sleep 1; ${idleCall('listener', 9000)}; echo ended; sleep 1000`);
  await untilConnected('caller', 9000);
  // A server beyond the user-mode network that every machine which builds Slipway can reach: it waits for a request, some of
  // them for no more than ten seconds, so it is called last.
  const { hostname, port } = new URL((await readDebianMirror()).uri);
  const { address } = await lookup(hostname, 4);
  await run('away', `${idleCall(address, Number(port || 80))}; echo "ended $(date +%s)"; sleep 1000`);
  await untilConnected('away', Number(port || 80));
});

afterAll(async () => {
  await vm.client(['rm', '--force', ...names]);
  await vm.client(['network', 'rm', 'lan']);
});

it('ends connections whose other end a sleep has cost, and no others', async () => {
  expect(await log('away')).toBe('');
  expect(await vm.slipway(['sleep'])).toMatchObject({ code: 0 });
  const woken = Math.floor(Date.now() / 1000);
  expect(await vm.slipway(['start'])).toMatchObject({ code: 0 });
  expect((await vm.status()).boot?.kind).toBe('resume');
  const isUp = Math.ceil(Date.now() / 1000);
  await expect.poll(() => log('away'), { timeout: 20_000 }).toMatch(/^ended \d+\n$/);
  const ended = Number((await log('away')).split(' ')[1]);
  expect(ended).toBeGreaterThanOrEqual(woken);
  expect(ended).toBeLessThanOrEqual(isUp + noticedWithinSeconds);
  expect(await log('caller')).toBe('');
  expect(await log('listener')).toBe('');
  await untilConnected('caller', 9000);
});
