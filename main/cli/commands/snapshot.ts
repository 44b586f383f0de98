import type { Command } from 'commander';
import type { HomePaths } from '../../home/paths.ts';

/** `slipway snapshot` with its commands. */
export function addSnapshots(program: Command, paths: HomePaths): void {
  const snapshot = program
    .command('snapshot')
    .description('keep the state of the engine under a name, and go back to it');
  const load = () => import('../snapshot-command.ts');
  snapshot
    .command('create')
    .description(
      'keep the present state: the disk and, unless the VM is stopped, its memory; containers go on',
    )
    .argument('<name>')
    .action(async (name: string) => (await load()).create(paths, name));
  snapshot
    .command('list')
    .description('print the snapshots, and the space that each takes')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => (await load()).list(paths, options.json === true));
  snapshot
    .command('restore')
    .description('go back to a snapshot; the present state is kept as one')
    .argument('<name>')
    .option('-y, --yes', 'do not ask')
    .action(async (name: string, options: { yes?: true }) =>
      (await load()).restore(paths, name, options.yes === true),
    );
  snapshot
    .command('delete')
    .alias('rm')
    .description('remove a snapshot')
    .argument('<name>')
    .action(async (name: string) => (await load()).remove(paths, name));
}
