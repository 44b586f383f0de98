// The host's clock is set while its guest runs or sleeps. Nobody may set the clock of the machine that tests run on: the processes of
// Slipway see one that is set, by what they are started with.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeFileAtomically } from '../../main/util/atomic-file.ts';
import { hostPidOf } from '../support/host-pid.ts';
import { killProcess } from '../support/kill-process.ts';
import { sharedVm } from '../support/shared-vm.ts';
import { type GuestClock, isRight, openGuestClock } from './guest-clock.ts';

const vm = await sharedVm();
const hour = 3_600_000;

/** The host looks every 3 s whether its clock has jumped; on a machine under load its ping takes seconds. In milliseconds. */
const noticedWithinMs = 20_000;

let folder: string;
let env: NodeJS.ProcessEnv;
let clock: GuestClock;

/** Sets the clock that the host and its commands see, so far ahead of the real one. */
const setHostClock = (aheadMs: number) => writeFileAtomically(join(folder, 'ahead'), String(aheadMs));

/** Every look at the time is `ahead` of the real one; what measures how long something takes is left alone, as by a real clock. */
const settableClock = (ahead: string) => `
import { readFileSync } from 'node:fs';
const RealDate = Date;
const now = () => RealDate.now() + Number(readFileSync(${JSON.stringify(ahead)}, 'utf8'));
globalThis.Date = class extends RealDate {
  constructor(...values) {
    super(...(values.length === 0 ? [now()] : values));
  }
  static now = now;
};
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clock-'));
  const program = join(folder, 'settable-clock.mjs');
  await writeFile(program, settableClock(join(folder, 'ahead')));
  await setHostClock(0);
  env = { NODE_OPTIONS: `--import ${pathToFileURL(program).href}` };
  await changeHost(env);
  clock = await openGuestClock(vm);
});

afterAll(async () => {
  clock.end();
  await changeHost({});
  await rm(folder, { recursive: true });
});

/** Another host takes over the VM. */
async function changeHost(environment: NodeJS.ProcessEnv): Promise<void> {
  await killProcess(await hostPidOf(vm));
  expect(await vm.slipway(['start'], { env: environment })).toMatchObject({ code: 0 });
  expect((await vm.status()).boot).toMatchObject({ kind: 'adopt' });
}

/** Whether the guest's clock is where the host's is. */
const follows = async (aheadMs: number) => isRight(await clock.differenceTo(aheadMs));

it.each([
  ['set back by an hour', 0, -hour],
  ['set forward again', -hour, 0],
])('the host’s clock is %s while the VM runs: the guest’s follows', async (_, from, to) => {
  expect(await follows(from)).toBe(true);
  await setHostClock(to);
  await expect.poll(() => follows(to), { timeout: noticedWithinMs, interval: 200 }).toBe(true);
  expect((await vm.status()).state).toBe('running');
});

it('the host’s clock is set back by an hour while the VM sleeps: it wakes, and its clock is right once it runs', async () => {
  expect(await vm.slipway(['sleep'], { env })).toMatchObject({ code: 0 });
  clock.end();
  await setHostClock(-hour);
  expect(await vm.slipway(['start'], { env })).toMatchObject({ code: 0 });
  expect((await vm.status()).boot).toMatchObject({ kind: 'resume' });
  clock = await openGuestClock(vm);
  expect(await follows(-hour)).toBe(true);
});
