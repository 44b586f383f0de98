// Many rounds of sleeping and waking, and of being killed: whatever a container was told to be on disk stays there.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readLock } from '../../main/home/lock.ts';
import { identifyProcess, isAlive } from '../../main/util/process-identity.ts';
import { abortAfter, delay, poll } from '../../main/util/wait.ts';
import { processesOf } from '../support/home-processes.mjs';
import { removeInstance } from '../support/instance.ts';
import { offline } from '../support/offline.ts';
import { wholeNumber } from '../support/whole-number.ts';
import { type Acknowledged, followAcknowledged } from './rounds/acknowledged.ts';
import { planRounds, type Round } from './rounds/plan.ts';
import { audit, mount, printing, writing } from './rounds/records.ts';
import { createSleeper, type Sleeper } from './sleeper.ts';

const rounds = wholeNumber('SLIPWAY_ROUNDS', 4);
const seed = wholeNumber('SLIPWAY_ROUNDS_SEED', Date.now() % 1_000_000);

/** Records that are to come in each round before anything happens. */
const recordsBetween = 3;

/** How long a moment takes; each is measured again whenever it passes undisturbed, since kills are spread over it. */
const usualMs = { running: 500, save: 2_000, load: 1_500, asleep: 100 };

let vm: Sleeper;
let acknowledged: Acknowledged;

/** How often what has happened: who was killed when, and how the VM came back. */
const tally = new Map<string, number>();
const count = (what: string) => tally.set(what, (tally.get(what) ?? 0) + 1);

beforeAll(async () => {
  vm = await createSleeper();
  await vm.start();
  await vm.run(
    ...['run', '--detach', ...offline, '--name', 'writer', '--restart', 'always', '--volume', mount],
    ...['slipway/busybox', 'sh', '-c', writing],
  );
  acknowledged = await followAcknowledged(vm, 'writer');
});
afterAll(async () => {
  await acknowledged?.leave();
  await removeInstance(vm);
});

/** SIGKILL to those who are there; who that was. The host first, which is to have no time for the loss of its VM. */
async function kill(victims: readonly ('host' | 'machine')[]): Promise<readonly string[]> {
  const holder = victims.includes('host') ? await readLock(vm.paths.lock) : undefined;
  const machines = victims.includes('machine')
    ? (await processesOf(vm.paths.home)).filter(({ command }) => command.includes('-name slipway '))
    : [];
  const pids = [...(holder === undefined ? [] : [holder.pid]), ...machines.map(({ pid }) => pid)];
  const living = (await Promise.all(pids.map(identifyProcess))).filter((one) => one !== undefined);
  for (const { pid } of living) process.kill(pid, 'SIGKILL');
  for (const one of living)
    await poll(10, abortAfter(60_000), async () => ((await isAlive(one)) ? undefined : true));
  return living.map(({ pid }) => (pid === holder?.pid ? 'the host' : 'QEMU'));
}

/** Does what belongs to a moment, and kills in the midst of it; who was killed, and what had been saved by then. */
async function disturb({ moment, victims, at }: Exclude<Round, { moment: 'none' }>): Promise<string> {
  if (moment === 'asleep' || moment === 'load') await sleep();
  const work = { save: ['sleep'], load: ['start'], running: null, asleep: null }[moment];
  const under = work === null ? undefined : vm.slipway(work, { timeoutMs: 280_000 });
  const afterMs = at * usualMs[moment];
  await delay(afterMs);
  const [killed, saved] = [await kill(victims), await vm.savedFiles()];
  await under;
  const whom = killed.join(' and ') || 'nobody';
  count(`${whom} killed in ${moment}`);
  return `${whom} killed ${Math.round(afterMs)} ms into ${moment} (${saved.join(', ') || 'nothing saved'})`;
}

async function sleep(): Promise<void> {
  usualMs.save = (await vm.sleep()).durationMs;
}

async function pass(round: Round): Promise<string> {
  await acknowledged.untilMore(recordsBetween);
  if (round.moment === 'none') {
    await sleep();
    // The first byte of a client wakes it.
    const first = await vm.client(['version']);
    expect(first.code).toBe(0);
    usualMs.load = first.durationMs;
    await acknowledged.untilMore(1);
    expect((await vm.status()).boot?.kind).toBe('resume');
    count('undisturbed');
    return 'slept and woke';
  }
  const what = await disturb(round);
  await acknowledged.leave();
  const { durationMs } = await vm.start();
  await acknowledged.untilMore(1);
  const { state, boot } = await vm.status();
  expect(state).toBe('running');
  if (round.moment === 'asleep') expect(boot?.kind).toBe('resume');
  if (boot?.kind === 'resume') usualMs.load = durationMs;
  count(`came back by ${boot?.kind}`);
  return `${what}; then ${boot?.kind}, ${Math.round(durationMs)} ms`;
}

it(
  `${rounds} rounds, every second with a kill, lose and tear no record`,
  async () => {
    console.log(`  SLIPWAY_ROUNDS=${rounds} SLIPWAY_ROUNDS_SEED=${seed}`);
    const startedAt = Date.now();
    for (const [index, round] of planRounds(rounds, seed).entries()) {
      const what = await pass(round);
      const seconds = ((Date.now() - startedAt) / 1_000).toFixed(0);
      console.log(`  ${index + 1} (${seconds} s, ${acknowledged.numbers.size} acknowledged): ${what}`);
    }
    await acknowledged.leave();
    await vm.run('rm', '--force', 'writer');
    const run = ['run', '--rm', ...offline, '--volume', mount, 'slipway/busybox'];
    const printed = await vm.run(...run, 'sh', '-c', printing);
    for (const [what, times] of [...tally].toSorted()) console.log(`  ${times} x ${what}`);
    const { records, lost, torn, twice, unfinished } = audit(printed, acknowledged.numbers);
    console.log(
      `  ${acknowledged.numbers.size} acknowledged, ${records} found, ${lost.length} lost, ${torn.length} torn, ` +
        `${twice.length} twice, ${unfinished} cut short before anybody was told`,
    );
    expect({ lost, torn, twice }).toEqual({ lost: [], torn: [], twice: [] });
    expect(records).toBeGreaterThanOrEqual(acknowledged.numbers.size);
    expect(acknowledged.numbers.size).toBeGreaterThanOrEqual(rounds * recordsBetween);
    expect(await vm.inGuest('dmesg | grep -E "EXT4-fs (error|warning)" || true')).toBe('');
  },
  60_000 + rounds * 60_000,
);
