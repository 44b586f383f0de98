import { copyFile, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { abortAfter, delay, poll } from '../../../main/util/wait.ts';
import { median } from '../../../main/vm/stage-times.ts';
import { copyHostNode } from '../../support/host-node.ts';
import type { Report } from '../report/report.ts';
import { docker } from '../support/containers.ts';
import type { BenchContext } from '../support/context.ts';
import { createInstance, type Instance } from '../support/instance.ts';

/** What is done to a file on this machine. */
const works = {
  change: 'a file is written again',
  create: 'a file is made',
  remove: 'a file is removed',
} as const;

type Work = keyof typeof works;

/** Each work in one run. */
const timesInRun = 20;

/** Between two works, so that each finds the guest alike. In milliseconds. */
const settleMs = 250;

/** A server in a container is up, and its folders are watched, within it; an event comes within it. In milliseconds. */
const deadlineMs = 120_000;
const column = 'to the event in the container';

/** What the server tells of an event, or of a change that it has found by one. */
interface Told {
  readonly path?: string;
  readonly now?: string;
}

/** How long it takes until a watcher in a container knows of a file that was saved on this machine. */
export async function measureWatch(context: BenchContext): Promise<Report> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'slipway-bench-watch-')));
  const instance = await createInstance(context, {}, [{ path: folder, readOnly: false }]);
  const times: Record<Work, number[]> = { change: [], create: [], remove: [] };
  let stream: IncomingMessage | undefined;
  try {
    context.say('starting the VM, and a server in a container that watches a shared folder');
    const site = join(folder, 'site');
    await mkdir(site);
    await writeFile(join(site, 'page.txt'), '');
    await instance.start();
    stream = await followServer(context, instance, folder, site);
    const saved = hearSaves(stream);
    await poll(settleMs, AbortSignal.any([context.signal, abortAfter(deadlineMs)]), async () => {
      await writeFile(join(site, 'page.txt'), String(performance.now()));
      return saved.count() > 0 ? true : undefined;
    });
    for (let run = 0; run < context.runs; run++) {
      context.say(`round ${run + 1} of ${context.runs}`);
      for (let turn = 0; turn < timesInRun; turn++) await saveOnce(context, site, saved, times);
    }
    return reportOf(times);
  } finally {
    stream?.destroy();
    await instance.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Starts the server, in this machine's Node, and opens the stream of what it sees. */
async function followServer(
  context: BenchContext,
  instance: Instance,
  folder: string,
  site: string,
): Promise<IncomingMessage> {
  const node = await copyHostNode(join(folder, 'node'), '/node');
  await copyFile(
    join(context.root, 'e2e/support/watching-server.cjs'),
    join(folder, 'node', 'watching-server.cjs'),
  );
  const volumes = ['--volume', `${folder}/node:/node:ro`, '--volume', `${site}:/site`];
  const how = ['--detach', '--name', 'bench-watch', '--publish', '127.0.0.1::8000', ...volumes];
  await docker(context, instance, [
    ...['run', ...how, 'slipway/busybox', ...node, '/node/watching-server.cjs', '/site'],
  ]);
  const { output } = await docker(context, instance, ['port', 'bench-watch', '8000']);
  const url = `http://127.0.0.1:${output.split(':')[1]?.trim()}/events`;
  const until = AbortSignal.any([context.signal, abortAfter(deadlineMs)]);
  return poll(settleMs, until, () =>
    new Promise<IncomingMessage>((resolve, reject) => {
      get(url, resolve).on('error', reject);
    }).catch(() => undefined),
  );
}

/** Tells when the server knew of something. */
interface Saves {
  count(): number;
  /** Resolves with the moment at which it was heard that a file is so; call it before the file is made so. */
  of(path: string, now: string, signal: AbortSignal): Promise<number>;
}

function hearSaves(stream: IncomingMessage): Saves {
  let count = 0;
  const waiting = new Set<(told: Told, at: number) => void>();
  stream.on('error', () => undefined);
  createInterface({ input: stream }).on('line', (line) => {
    const at = performance.now();
    const told = JSON.parse(line) as Told;
    if (told.path === undefined) return;
    count += 1;
    for (const hear of waiting) hear(told, at);
  });
  return {
    count: () => count,
    of: (path, now, signal) =>
      new Promise((resolve, reject) => {
        const hear = (told: Told, at: number) => {
          if (told.path !== path || told.now !== now) return;
          waiting.delete(hear);
          resolve(at);
        };
        waiting.add(hear);
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      }),
  };
}

async function saveOnce(context: BenchContext, site: string, saved: Saves, times: Record<Work, number[]>) {
  const page = String(performance.now());
  const perform = async (work: Work, name: string, now: string, save: (path: string) => Promise<void>) => {
    await delay(settleMs, context.signal);
    const heard = saved.of(name, now, AbortSignal.any([context.signal, abortAfter(deadlineMs)]));
    const begun = performance.now();
    await save(join(site, name));
    times[work].push((await heard) - begun);
  };
  await perform('change', 'page.txt', page, (path) => writeFile(path, page));
  await perform('create', 'new.txt', 'new', (path) => writeFile(path, 'new'));
  await perform('remove', 'new.txt', 'gone', (path) => rm(path));
}

function reportOf(times: Readonly<Record<Work, readonly number[]>>): Report {
  return {
    tables: [
      {
        title: 'From a save on this machine to a watcher in a container',
        unit: 'ms',
        head: 'what is done',
        columns: [column],
        rows: (Object.keys(works) as Work[]).map((work) => ({
          label: works[work],
          values: { [column]: times[work] },
        })),
      },
    ],
    aims: (Object.keys(works) as Work[]).map((work) => ({
      text: `Median in milliseconds until a watcher knows that ${works[work]}`,
      value: median(times[work]) ?? 0,
      limit: 300,
      bound: 'at most' as const,
    })),
    notes: [
      'The watcher is a Node server in a container, by inotify; what it tells comes back by its published port, which is part of the time.',
      'A folder that is shared by the same means and nothing else gives no events at all: such a watcher has to poll, every 100 to 1,000 ms, each file.',
    ],
  };
}
