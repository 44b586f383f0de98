import type { NodeStep } from '../../../main/contract/node-vms.ts';
import { delay } from '../../../main/util/wait.ts';
import { median } from '../../../main/vm/stage-times.ts';
import type { Report } from '../report/report.ts';
import type { BenchContext } from '../support/context.ts';
import { createInstance, type Instance } from '../support/instance.ts';

/** What is told of the time between two steps, by the step that begins it. */
const parts = {
  engine: 'checks, and the engine asked',
  swarm: 'the Swarm asked',
  start: 'the VM started, until its engine answers',
  join: 'its engine joins',
  ready: 'until the Swarm has it ready',
} as const satisfies Partial<Record<NodeStep, string>>;

type Part = keyof typeof parts;

/** After a node has gone the guest comes to rest, so that each finds it alike. In milliseconds. */
const settleMs = 2_000;

const column = 'node add';

/** How long it takes until a further VM is a node of the Swarm. */
export async function measureNode(context: BenchContext): Promise<Report> {
  const instance = await createInstance(context);
  const times = new Map<Part | 'all', number[]>();
  try {
    context.say('starting the VM, and a first node, with which a Swarm is begun');
    await instance.start();
    // Not counted: it makes the Swarm, and the first start may be the one that makes the template.
    await instance.removeNode((await instance.addNode(() => undefined)).node.name);
    for (let run = 0; run < context.runs; run++) {
      context.say(`node ${run + 1} of ${context.runs}`);
      await delay(settleMs, context.signal);
      await addOnce(instance, times);
    }
    return reportOf(times);
  } finally {
    await instance.remove();
  }
}

async function addOnce(instance: Instance, times: Map<Part | 'all', number[]>): Promise<void> {
  const begun: { readonly part: Part; readonly at: number }[] = [];
  const before = performance.now();
  const { node } = await instance.addNode((step) => {
    if (step in parts) begun.push({ part: step as Part, at: performance.now() });
  });
  const end = performance.now();
  const add = (part: Part | 'all', took: number) => times.set(part, [...(times.get(part) ?? []), took]);
  add('all', end - before);
  for (const [index, { part, at }] of begun.entries()) add(part, (begun[index + 1]?.at ?? end) - at);
  await instance.removeNode(node.name);
}

function reportOf(times: ReadonlyMap<Part | 'all', readonly number[]>): Report {
  const row = (label: string, part: Part | 'all') => ({ label, values: { [column]: times.get(part) ?? [] } });
  return {
    tables: [
      {
        title: 'A further VM, from the command to a node that is ready',
        unit: 'ms',
        head: 'part',
        columns: [column],
        rows: [
          ...Object.entries(parts).map(([part, label]) => row(label, part as Part)),
          row('all of it', 'all'),
        ],
      },
    ],
    aims: [
      {
        text: 'Median of `node add` from a template, in seconds',
        value: (median(times.get('all') ?? []) ?? 0) / 1e3,
        limit: 5,
        bound: 'at most',
      },
    ],
    notes: ['The Swarm is there already, of one node; the new one begins with an empty disk.'],
  };
}
