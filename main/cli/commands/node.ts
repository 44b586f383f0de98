import type { Command } from 'commander';
import type { HomePaths } from '../../home/paths.ts';

/** `slipway node` with its commands. */
export function addNodes(program: Command, paths: HomePaths): void {
  const node = program
    .command('node')
    .description('add, list and remove further VMs on this computer: nodes of one Swarm with the main VM');
  const load = () => import('../node-command.ts');
  node
    .command('add')
    .description('bring up one more VM and have it join the Swarm, which is begun where there is none')
    .argument('[name]', 'what it is called (default: node-2, node-3, ...)')
    .option('--json', 'print one JSON document')
    .action(async (name: string | undefined, options: { json?: true }) =>
      (await load()).add(paths, name, options.json === true),
    );
  node
    .command('list')
    .description('print the further VMs, and how the Swarm sees them; wakes nothing')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => (await load()).list(paths, options.json === true));
  node
    .command('rm')
    .description(
      'move a VM’s tasks to other nodes, take it out of the Swarm and delete it with all that it holds',
    )
    .argument('<name>')
    .option('-f, --force', 'delete it even if the Swarm does not answer, or does not let it go')
    .option('-y, --yes', 'do not ask')
    .action(async (name: string, options: { force?: true; yes?: true }) =>
      (await load()).remove(paths, name, { force: options.force === true, yes: options.yes === true }),
    );
}
