import { delay } from '../../../main/util/wait.ts';
import { median } from '../../../main/vm/stage-times.ts';
import type { Report } from '../report/report.ts';
import { containerCount, docker, runContainers } from '../support/containers.ts';
import type { BenchContext } from '../support/context.ts';
import { createInstance, type Instance, whyNotResumed } from '../support/instance.ts';
import { timePing } from '../support/pinger.ts';

const columns = { asleep: 'asleep', awake: 'awake' } as const;

/** Between two looks the guest comes to rest, so that each finds it alike. In milliseconds. */
const settleMs = 1_000;

/** How long clients wait whose VM sleeps, beside the same clients with one that runs. */
export async function measureWake(context: BenchContext): Promise<Report> {
  const instance = await createInstance(context);
  const clients = {
    ping: () => timePing({ socketPath: instance.paths.dockerSocket }),
    list: () => listContainers(context, instance),
  };
  const times = { ping: emptyTimes(), list: emptyTimes() };
  try {
    context.say('starting the VM and three containers');
    await instance.start();
    await runContainers(context, instance, 'no');
    // Not counted: the client's own program is read from the disk.
    await clients.list();
    for (let run = 0; run < context.runs; run++) {
      for (const client of ['ping', 'list'] as const) {
        context.say(`round ${run + 1} of ${context.runs}: ${client === 'ping' ? '/_ping' : 'docker ps'}`);
        await delay(settleMs, context.signal);
        times[client].awake.push(await clients[client]());
        await instance.sleep();
        times[client].asleep.push(await clients[client]());
        await checkWoken(instance);
      }
    }
    return reportOf(times);
  } finally {
    await instance.remove();
  }
}

/** In milliseconds, from starting the docker client to its end. */
async function listContainers(context: BenchContext, instance: Instance): Promise<number> {
  const { output, durationMs } = await docker(context, instance, ['ps', '--quiet']);
  const listed = output.trim().split('\n').length;
  if (listed !== containerCount)
    throw new Error(`docker ps lists ${listed} containers, not ${containerCount}`);
  return durationMs;
}

/** A VM that was booted in place of a resume does not count. */
async function checkWoken(instance: Instance): Promise<void> {
  const { boot, problems } = await instance.status();
  if (boot?.kind !== 'resume')
    throw new Error(`The VM was not woken (${boot?.kind}): ${whyNotResumed(problems)}`);
}

interface Times {
  readonly asleep: number[];
  readonly awake: number[];
}

function emptyTimes(): Times {
  return { asleep: [], awake: [] };
}

function reportOf(times: { readonly ping: Times; readonly list: Times }): Report {
  const row = (label: string, { asleep, awake }: Times) => ({
    label,
    values: { [columns.asleep]: asleep, [columns.awake]: awake },
  });
  return {
    tables: [
      {
        title: 'A client’s wait, by what it finds',
        unit: 'ms',
        head: 'client',
        columns: [columns.asleep, columns.awake],
        rows: [
          row('/_ping on a new connection', times.ping),
          row('docker ps, the whole command', times.list),
        ],
      },
    ],
    aims: [
      {
        text: 'Median of docker ps on the sleeping socket, in seconds',
        value: (median(times.list.asleep) ?? 0) / 1e3,
        limit: 2,
        bound: 'at most',
      },
    ],
    notes: [
      'The client is the first who comes: nobody asked for the start. Three containers are there before and after.',
    ],
  };
}
