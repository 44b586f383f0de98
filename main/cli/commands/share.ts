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
    .description('print which folders are shared, and which of them the running VM has')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => (await load()).list(paths, options.json === true));
  share
    .command('add')
    .description('share a folder with all that is in it; of one that is shared, change how')
    .argument('<path>')
    .option('--read-only', 'let containers read it and change nothing')
    .option('--json', 'print one JSON document')
    .action(async (path: string, options: { readOnly?: true; json?: true }) =>
      (await load()).add(paths, path, options.readOnly === true, options.json === true),
    );
  share
    .command('rm')
    .description('stop sharing a folder')
    .argument('<path>')
    .option('--json', 'print one JSON document')
    .action(async (path: string, options: { json?: true }) =>
      (await load()).remove(paths, path, options.json === true),
    );
}
