import type { Command } from 'commander';
import type { HomePaths } from '../../home/paths.ts';

/** `slipway share` with its commands. */
export function addShares(program: Command, paths: HomePaths): void {
  const share = program
    .command('share')
    .description('choose which folders of this computer containers can see, under their own path');
  const load = () => import('../share-command.ts');
  share
    .command('list')
    .description('print what is shared, and what the VM that runs has of it')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => (await load()).list(paths, options.json === true));
  share
    .command('add')
    .description('share a folder with all that is in it')
    .argument('<path>')
    .option('--read-only', 'containers can read it and change nothing')
    .option('--json', 'print one JSON document')
    .action(async (path: string, options: { readOnly?: true; json?: true }) =>
      (await load()).add(paths, path, options.readOnly === true, options.json === true),
    );
  share
    .command('rm')
    .description('share a folder no longer')
    .argument('<path>')
    .option('--json', 'print one JSON document')
    .action(async (path: string, options: { json?: true }) =>
      (await load()).remove(paths, path, options.json === true),
    );
}
