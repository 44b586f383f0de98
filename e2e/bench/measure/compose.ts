import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNativeEngine, whyNoNativeEngine } from '../../support/native-engine.ts';
import { emptyRow, rotate } from '../report/growing-row.ts';
import type { Report } from '../report/report.ts';
import { pairedRatio } from '../report/statistics.ts';
import { bareClient, type Client, slipwayClient } from '../support/clients.ts';
import type { BenchContext } from '../support/context.ts';
import { createInstance } from '../support/instance.ts';

const services = 10;

const columns = {
  slipway: 'slipway docker compose',
  bare: 'docker compose, same socket',
  native: 'docker compose, native engine',
} as const;

/** A project of ten services, up and down: by `slipway docker`, by the client alone, and by that without a VM. */
export async function measureCompose(context: BenchContext): Promise<Report> {
  const why = whyNoNativeEngine();
  if (why !== undefined) throw new Error(`Compose cannot be compared here: ${why}`);
  const folder = await mkdtemp(join(tmpdir(), 'slipway-compose-'));
  const instance = await createInstance(context);
  let native: Awaited<ReturnType<typeof startNativeEngine>> | undefined;
  try {
    const project = await writeProject(folder);
    context.say('starting the VM');
    await instance.start();
    native = await startNativeEngine();
    const clients: readonly { readonly name: string; readonly client: Client }[] = [
      { name: columns.slipway, client: slipwayClient(context, instance) },
      { name: columns.bare, client: await bareClient(context, instance.paths.dockerSocket, folder) },
      { name: columns.native, client: await bareClient(context, native.socket, folder) },
    ];
    const names = Object.values(columns);
    const rows = {
      up: emptyRow('up --detach', names),
      again: emptyRow('up --detach, all there', names),
      down: emptyRow('down', names),
    };
    // The first round warms up and is not counted.
    for (let round = 0; round <= context.runs; round++)
      for (const { name, client } of rotate(clients, round)) {
        context.say(
          `${round === 0 ? 'a first round, not counted' : `round ${round} of ${context.runs}`}: ${name}`,
        );
        const up = await client(['compose', 'up', '--detach'], project);
        const again = await client(['compose', 'up', '--detach'], project);
        const down = await client(['compose', 'down', '--timeout', '1'], project);
        if (round === 0) continue;
        rows.up.values[name]?.push(up.durationMs / 1e3);
        rows.again.values[name]?.push(again.durationMs / 1e3);
        rows.down.values[name]?.push(down.durationMs / 1e3);
      }
    return {
      tables: [
        {
          ...{ title: `A project of ${services} services, whole commands`, unit: 's', head: 'command' },
          columns: names,
          rows: [rows.up, rows.again, rows.down],
        },
      ],
      aims: [
        {
          text: 'Up by that of the client alone on the same socket',
          value: pairedRatio(rows.up.values[columns.slipway] ?? [], rows.up.values[columns.bare] ?? []),
          ...{ limit: 1.1, bound: 'at most' },
        },
      ],
      notes: [
        'Every service is a container of slipway/busybox that sleeps, in the network of the project.',
        'The same client and the same dockerd; the native engine runs on this machine without a VM.',
      ],
    };
  } finally {
    await native?.end();
    await instance.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeProject(parent: string): Promise<string> {
  const folder = join(parent, 'bench-project');
  await mkdir(folder);
  const lines = Array.from({ length: services }, (_, index) => [
    `  service-${index + 1}:`,
    '    image: slipway/busybox',
    '    command: sleep 1000000',
    '    init: true',
  ]).flat();
  await writeFile(join(folder, 'compose.yaml'), ['services:', ...lines, ''].join('\n'));
  return folder;
}
