import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSolveStatus } from '../../../main/docker-client/builds/solve-status.ts';
import { startNativeEngine, whyNoNativeEngine } from '../../support/native-engine.ts';
import { emptyRow, type GrowingRow, rotate } from '../report/growing-row.ts';
import type { Report } from '../report/report.ts';
import { bareClient, type Client, slipwayClient } from '../support/clients.ts';
import type { BenchContext } from '../support/context.ts';
import { createInstance } from '../support/instance.ts';

/** What is sent: 500 MB in five files that do not compress, and 20,000 files of a kilobyte in 200 folders. */
const large = { files: 5, bytes: 100_000_000 } as const;
const small = { folders: 200, files: 100, bytes: 1_000 } as const;

/** BuildKit's name for the step that takes the context in. */
const transferStep = '[internal] load build context';

const columns = { vm: 'slipway docker', native: 'native engine' } as const;

/** One of the contexts, and what came of its builds. */
interface Context {
  readonly folder: string;
  readonly transfer: GrowingRow;
  readonly whole: GrowingRow;
  readonly again: GrowingRow;
}

/** Builds from a large context and from one of many files: in the VM, and on an engine of the same version without a VM. */
export async function measureBuilds(context: BenchContext): Promise<Report> {
  const why = whyNoNativeEngine();
  if (why !== undefined) throw new Error(`Builds cannot be compared here: ${why}`);
  const folder = await mkdtemp(join(tmpdir(), 'slipway-builds-'));
  const instance = await createInstance(context);
  let native: Awaited<ReturnType<typeof startNativeEngine>> | undefined;
  try {
    context.say('writing the contexts');
    const contexts = [
      contextOf('500 MB in 5 files', await writeLarge(folder)),
      contextOf('20,000 files of 1 kB', await writeSmall(folder, context.signal)),
    ];
    context.say('starting the VM');
    await instance.start();
    native = await startNativeEngine();
    const clients = [
      { name: columns.vm, client: slipwayClient(context, instance) },
      { name: columns.native, client: await bareClient(context, native.socket, folder) },
    ] as const;
    for (let round = 0; round < context.runs; round++)
      for (const one of contexts)
        for (const { name, client } of rotate(clients, round)) {
          context.say(`round ${round + 1} of ${context.runs}: ${one.transfer.label}, ${name}`);
          await buildTwice(one, name, client);
        }
    return reportOf(contexts);
  } finally {
    await native?.end();
    await instance.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

function contextOf(label: string, folder: string): Context {
  const row = () => emptyRow(label, Object.values(columns));
  return { folder, transfer: row(), whole: row(), again: row() };
}

async function writeLarge(parent: string): Promise<string> {
  const folder = await emptyContext(parent, 'large');
  for (let file = 0; file < large.files; file++)
    await writeFile(join(folder, `file-${file}`), randomBytes(large.bytes));
  return folder;
}

async function writeSmall(parent: string, signal: AbortSignal): Promise<string> {
  const folder = await emptyContext(parent, 'small');
  for (let branch = 0; branch < small.folders; branch++) {
    signal.throwIfAborted();
    const inner = join(folder, `folder-${branch}`);
    await mkdir(inner);
    for (let file = 0; file < small.files; file++)
      await writeFile(join(inner, `file-${file}`), randomBytes(small.bytes));
  }
  return folder;
}

async function emptyContext(parent: string, name: string): Promise<string> {
  const folder = join(parent, name);
  await mkdir(folder);
  await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY . /context\n');
  return folder;
}

/** From nothing, then with nothing changed. What BuildKit keeps is removed before, or it would ask for changes alone. */
async function buildTwice({ folder, transfer, whole, again }: Context, name: string, client: Client) {
  const build = () => client(['buildx', 'build', '--progress', 'rawjson', '--tag', 'bench-context', folder]);
  await client(['builder', 'prune', '--all', '--force']);
  const first = await build();
  transfer.values[name]?.push(transferSeconds(first.errors));
  whole.values[name]?.push(first.durationMs / 1e3);
  const second = await build();
  again.values[name]?.push(second.durationMs / 1e3);
  await client(['image', 'rm', 'bench-context']);
}

/** How long BuildKit took the context in, by its own clock. */
function transferSeconds(progress: string): number {
  const steps = progress
    .split('\n')
    .flatMap((line) => readSolveStatus(line)?.vertexes ?? [])
    .filter((vertex) => vertex.name === transferStep);
  // BuildKit goes through a step several times; the first ones only look what there is.
  const { started, completed } = steps.findLast((step) => step.started && step.completed) ?? {};
  if (!started || !completed) throw new Error(`BuildKit told nothing of its step “${transferStep}”`);
  return (completed - started) / 1e3;
}

function reportOf(contexts: readonly Context[]): Report {
  const table = (title: string, row: 'transfer' | 'whole' | 'again') => ({
    ...{ title, unit: 's' as const, head: 'context', columns: Object.values(columns) },
    rows: contexts.map((one) => one[row]),
  });
  return {
    tables: [
      table('The context on its way, by BuildKit’s clock', 'transfer'),
      table('The whole command: FROM scratch, COPY . /context', 'whole'),
      table('The same again, nothing changed', 'again'),
    ],
    aims: [],
    notes: [
      'The same dockerd, and the same docker client; the native engine runs on this machine without a VM.',
      'Before the first of two builds everything that BuildKit keeps is removed: the whole context is sent.',
    ],
  };
}
