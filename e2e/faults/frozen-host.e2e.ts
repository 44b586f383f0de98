import { afterAll, beforeAll, expect, it } from 'vitest';
import { delay } from '../../main/util/wait.ts';
import { hostPidOf } from '../support/host-pid.ts';
import { offline } from '../support/offline.ts';
import type { ProgramResult } from '../support/run-program.ts';
import { sharedVm } from '../support/shared-vm.ts';
import { openWindow, type SlipwayWindow } from '../window/window.ts';

const vm = await sharedVm();
let host: number | undefined;
let slipway: SlipwayWindow | undefined;
let following: Promise<ProgramResult> | undefined;

/** The command of a container that runs has asked for its host, in milliseconds. */
const settledMs = 1_000;

beforeAll(async () => {
  slipway = await openWindow(vm);
  await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
  await slipway.engine.open();
  host = await hostPidOf(vm);
  // By the command, which minds the host. One that runs on through the freeze and past it, the host's answer to its first word behind it.
  // It ends when it is told to.
  const script = 'trap "echo done; exit 0" USR1; while :; do sleep 0.2; done';
  following = vm.docker(['run', ...offline, '--name', 'followed', 'slipway/busybox', 'sh', '-c', script]);
  await slipway.containers.open();
  await slipway.containers.row('followed').waitFor();
  await delay(settledMs);
  await slipway.engine.open();
  process.kill(host, 'SIGSTOP');
});

afterAll(async () => {
  if (host !== undefined) process.kill(host, 'SIGCONT');
  await slipway?.quit();
  await vm.client(['rm', '--force', 'followed']);
});

it('holds up no command: each says which process is to be ended', async () => {
  const commands = [['start'], ['stop'], ['restart'], ['docker', 'ps']];
  // All at once: each takes as long as a supervisor under load may take to answer.
  const ends = await Promise.all(commands.map((command) => vm.slipway(command, { timeoutMs: 30_000 })));
  for (const [index, { code, stdout, stderr }] of ends.entries()) {
    const two = new RegExp(
      `^slipway: [^\\n]*\\(process ${host}\\)[^\\n]*\\n {2}try: [^\\n]*kill -9 ${host}[^\\n]*\\n$`,
    );
    expect({ command: commands[index], code, stdout }).toEqual({
      command: commands[index],
      code: 1,
      stdout: '',
    });
    expect(stderr).toMatch(two);
  }
});

it('is told by the status, while the guest can still be reached', async () => {
  const [status, shell] = await Promise.all([vm.status(), vm.slipway(['shell', 'echo here'])]);
  expect(status).toMatchObject({
    state: 'waiting',
    engine: null,
    host: { pid: host },
    problems: [{ code: 'host-unresponsive', message: expect.stringContaining(String(host)) }],
  });
  expect(shell).toMatchObject({ code: 0, stdout: 'here\n' });
});

it('is told by the window, which finds it again when it goes on', async () => {
  await slipway?.page.getByRole('main').getByText(`(process ${host}) has not answered`).waitFor();
  expect(await slipway?.engine.state.innerText()).not.toContain('Running');
  process.kill(host ?? Number.NaN, 'SIGCONT');
  await slipway?.engine.state.filter({ hasText: 'Running' }).waitFor();
  expect(await vm.client(['ps', '--quiet'])).toMatchObject({ code: 0 });
  expect(await vm.status()).toMatchObject({ state: 'running', host: { pid: host } });
});

it('is told once beside a client that was in the midst of something, which goes on and ends well', async () => {
  expect(await vm.client(['kill', '--signal', 'USR1', 'followed'])).toMatchObject({ code: 0 });
  const ended = await following;
  expect(ended).toMatchObject({ code: 0, stdout: 'done\n' });
  expect(ended?.stderr).toMatch(
    new RegExp(`^slipway: [^\\n]*\\(process ${host}\\)[^\\n]*\\n {2}try: [^\\n]*\\n$`),
  );
});
