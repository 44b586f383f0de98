import { formatDuration } from '../contract/duration.ts';
import { SlipwayError, toFailure } from '../contract/errors.ts';
import { nodeNamePattern, nodeNameRule, nodeStepWords } from '../contract/node-vm-words.ts';
import type { ListedNodeVm } from '../contract/node-vms.ts';
import { type ControlClient, connectControl } from '../control/client.ts';
import type { HomePaths } from '../home/paths.ts';
import { requireNode } from '../host/nodes/require-node.ts';
import { readStoppedNodes } from '../host/nodes/stopped-nodes.ts';
import { plain } from '../util/failure-lines.ts';
import { askFirst } from './ask-first.ts';
import { formatTable } from './format-table.ts';
import { connectOrSpawn } from './host-connection.ts';
import { print, remark } from './print.ts';
import { UsageError } from './usage-error.ts';

/** `slipway node add [NAME]`. Ctrl-C gives it up, and waits until nothing of it is left. */
export async function add(paths: HomePaths, name: string | undefined, json: boolean): Promise<void> {
  if (name !== undefined) checkName(name);
  const added = await withProgress(
    paths,
    'it takes over the VMs that run, and removes the one that was not finished; then the same command again.',
    (client) => client.call('nodeVms.add', name === undefined ? {} : { name }),
  );
  if (json) return print(JSON.stringify(added, undefined, 2));
  const { node, beganSwarm, durationMs } = added;
  if (beganSwarm) print('There was no Swarm: one was begun, with this engine as its manager.');
  print(`${node.name} is a node of the Swarm, at ${node.address}, in ${formatDuration(durationMs)}.`);
  print(
    '  try: slipway docker node ls',
    '       slipway docker service create --name web --replicas 2 slipway/busybox sleep 600',
  );
}

/** `slipway node list`. Without a host nothing runs: the files tell. */
export async function list(paths: HomePaths, json: boolean): Promise<void> {
  const client = await connectControl(paths);
  try {
    const nodes =
      client === undefined ? await readStoppedNodes(paths) : await client.call('nodeVms.list', {});
    print(...(json ? [JSON.stringify(nodes, undefined, 2)] : formatNodes(nodes)));
  } finally {
    client?.close();
  }
}

/** `slipway node rm NAME`. Asks first, unless told not to: its volumes go with it. */
export async function remove(
  paths: HomePaths,
  name: string,
  { force, yes }: { readonly force: boolean; readonly yes: boolean },
): Promise<void> {
  checkName(name);
  await requireNode(paths, name);
  if (!yes) {
    await askFirst({
      what: 'delete a VM',
      warning: [`This deletes the VM ${name} with the images, containers and volumes that it holds.`],
      question: `Delete ${name}?`,
      command: `slipway node rm ${name}${force ? ' --force' : ''} --yes`,
    });
  }
  const before = Date.now();
  await withProgress(
    paths,
    `it takes over the VMs that run; \`slipway node list\` shows whether ${name} is still one of them: then the same command again.`,
    (client) => client.call('nodeVms.remove', { name, force }),
  );
  print(`Removed ${name} in ${formatDuration(Date.now() - before)}.`);
}

/** The further VMs as a table for people. */
export function formatNodes(nodes: readonly ListedNodeVm[]): readonly string[] {
  if (nodes.length === 0)
    return ['There are no further VMs. `slipway node add` brings one up and has it join the Swarm.'];
  const rows = nodes.map(({ name, state, address, vm, swarm }) => [
    name,
    state,
    address,
    vm === null ? '-' : `${vm.cpus} CPUs, ${vm.memoryMiB} MiB`,
    [swarm.state ?? 'not known', swarm.role, swarm.availability === 'active' ? null : swarm.availability]
      .filter((word) => word !== null)
      .join(', '),
  ]);
  const problems = nodes.flatMap(({ name, problem }) =>
    problem === null ? [] : ['', `${name}: ${problem.message}`, `  try: ${problem.hint}`],
  );
  return [...formatTable([['NAME', 'STATE', 'ADDRESS', 'VM', 'SWARM'], ...rows]), ...problems].map(plain);
}

/** What a host that went away leaves half done is for the next one, which is not there by itself. */
export function hostGoneMeanwhile(error: unknown, next: string): unknown {
  if (!(error instanceof SlipwayError && error.code === 'host-unreachable')) return error;
  return new SlipwayError({ ...toFailure(error), hint: `\`slipway start\`: ${next}` }, { cause: error });
}

function checkName(name: string): void {
  if (nodeNamePattern.test(name)) return;
  throw new UsageError(
    `"${name}" is no name for a VM: ${nodeNameRule}.`,
    'For example: `slipway node add node-2`.',
  );
}

/**
 * Shows what the host does. Ctrl-C gives up what can be given up, and waits until that is so. `next`: what `slipway start` does
 * where the host is gone before it is done.
 */
async function withProgress<T>(
  paths: HomePaths,
  next: string,
  ask: (client: ControlClient) => Promise<T>,
): Promise<T> {
  const client = await connectOrSpawn(paths);
  client.on('nodeVms', ({ progress }) => {
    if (progress !== null) remark(`  ${nodeStepWords[progress.step]} ...`);
  });
  const giveUp = () => void client.call('nodeVms.cancel', {}).catch(() => undefined);
  process.on('SIGINT', giveUp);
  try {
    return await ask(client);
  } catch (error) {
    throw hostGoneMeanwhile(error, next);
  } finally {
    process.off('SIGINT', giveUp);
    client.close();
  }
}
