import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { dockerHost } from '../../main/docker-client/client-environment.ts';
import { abortAfter, poll } from '../../main/util/wait.ts';
import { offline } from '../support/offline.ts';
import type { Sleeper } from './sleeper.ts';

/** Bytes of a record; pages are a multiple of it, so that a record is on the disk as a whole or not at all. */
const recordBytes = 64;

/** How long the engine may take to start the container again after a boot, in milliseconds. */
const backWithinMs = 60_000;

/**
 * Appends records, each with its number, the name of the run that wrote it, and a sum of both; tells number and name once the
 * record is synced. Goes on at the number that it finds: by the name it shows when one was lost and another took its number.
 */
const script = `
file=/data/records
touch $file
number=$(($(wc -c <$file) / ${recordBytes}))
run=$(head -c 8 /proc/sys/kernel/random/uuid)
trap 'exit 0' TERM
while :; do
  number=$((number + 1))
  set -- $(echo $number $run | md5sum)
  # A full disk takes none: the next one has the same number.
  if printf '%010d %s %s %10s\\n' $number $run $1 '' >>$file && sync $file
  then echo $number $run; else number=$((number - 1)); fi
  sleep 0.2
done`;

/** A record that was acknowledged: its number, and the run that wrote it. */
export interface Acknowledged {
  readonly number: number;
  readonly run: string;
}

/** A container that never stops writing down what must not be lost. */
export interface Ledger {
  /** Which container it is, with its process and when that began: the same for as long as the VM was not booted. */
  identity(): Promise<string>;
  /** Listens to what is acknowledged until the connection ends, and resolves then with the last that was heard. */
  listen(): Promise<{ readonly untilCut: Promise<Acknowledged> }>;
  /** Every record is there, in order and whole, the acknowledged one among them, and the container writes on. */
  expectAll(acknowledged: Acknowledged): Promise<void>;
}

/** Runs the container, which is there again after each boot. */
export async function keepLedger(vm: Sleeper): Promise<Ledger> {
  await vm.run(
    ...['run', '--detach', ...offline, '--name', 'ledger', '--restart', 'always'],
    ...['--volume', 'ledger:/data'],
    ...['slipway/busybox', 'sh', '-c', script],
  );
  const written = async () => {
    // Not by the container: another process in it costs an emulated processor a second and more, each time.
    const text = await vm.inGuest('cat /var/lib/docker/volumes/ledger/_data/records');
    return text.split('\n').map((line) => line.trimEnd());
  };
  return {
    identity: () => vm.run('inspect', '--format', '{{.Id}} {{.State.Pid}} {{.State.StartedAt}}', 'ledger'),
    async listen() {
      let heard: () => void = () => undefined;
      // Whoever came a moment too late would wake what is being put to sleep.
      const listening = new Promise<void>((resolve) => {
        heard = resolve;
      });
      const following = vm.plainDocker(['logs', '--follow', '--tail', '1', 'ledger'], {
        env: { DOCKER_HOST: dockerHost(vm.paths) },
        onOutput: heard,
      });
      await Promise.race([listening, following]);
      return { untilCut: following.then(({ stdout, stderr }) => lastIn(stdout) ?? fail(stderr)) };
    },
    async expectAll({ number, run }) {
      const signal = abortAfter(backWithinMs);
      const records = await poll(250, signal, () => written().catch(() => undefined));
      expect(records).toEqual(records.map((record, index) => recordOf(index + 1, runIn(record))));
      expect(records[number - 1]).toBe(recordOf(number, run));
      await poll(100, signal, async () => ((await written()).length > records.length ? true : undefined));
    },
  };
}

/** The last record that a container's output tells of. */
function lastIn(output: string): Acknowledged | undefined {
  const told = [...output.matchAll(/^(\d+) (\S+)$/gm)].at(-1);
  return told === undefined ? undefined : { number: Number(told[1]), run: told[2] ?? '' };
}

function fail(words: string): never {
  throw new Error(`no record was acknowledged: ${words}`);
}

/** A record without the space at its end. */
function recordOf(number: number, run: string): string {
  const sum = createHash('md5').update(`${number} ${run}\n`).digest('hex');
  return `${String(number).padStart(10, '0')} ${run} ${sum}`;
}

function runIn(record: string): string {
  return record.split(' ')[1] ?? '';
}
