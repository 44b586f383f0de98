import type { Command } from 'commander';
import type { HomePaths } from '../../home/paths.ts';

/** `slipway domains` with its commands. */
export function addDomains(program: Command, paths: HomePaths): void {
  const load = () => import('../domains-command.ts');
  const domains = program
    .command('domains')
    .description('print the names by which this computer reaches containers, and where they lead')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => (await load()).printDomains(paths, options.json === true));
  domains
    .command('trust')
    .description('have this computer trust the certificates of https://NAME.slipway.localhost')
    .action(async () => (await load()).trust(paths));
  domains
    .command('untrust')
    .description('have this computer trust those certificates no longer')
    .action(async () => (await load()).untrust(paths));
}
