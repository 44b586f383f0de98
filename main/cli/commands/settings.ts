import type { Command } from 'commander';
import type { HomePaths } from '../../home/paths.ts';

/** `slipway settings` with its commands. */
export function addSettings(program: Command, paths: HomePaths): void {
  const settings = program.command('settings').description('list, read and change settings');
  const load = () => import('../settings-command.ts');
  settings
    .command('list')
    .description('print every setting')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => (await load()).list(paths, options.json === true));
  settings
    .command('get')
    .description('print the value of a setting')
    .argument('<key>')
    .option('--json', 'print one JSON document')
    .action(async (key: string, options: { json?: true }) =>
      (await load()).get(paths, key, options.json === true),
    );
  settings
    .command('set')
    .description('change a setting')
    .argument('<key>')
    .argument('<value>')
    .option('--json', 'print one JSON document')
    .action(async (key: string, value: string, options: { json?: true }) =>
      (await load()).set(paths, key, value, options.json === true),
    );
  settings
    .command('unset')
    .description('put a setting back to its default')
    .argument('<key>')
    .option('--json', 'print one JSON document')
    .action(async (key: string, options: { json?: true }) =>
      (await load()).unset(paths, key, options.json === true),
    );
}
