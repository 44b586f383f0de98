import { type Command, InvalidArgumentError } from 'commander';
import type { HomePaths } from '../../home/paths.ts';

/** `slipway registry` with its commands. */
export function addRegistry(program: Command, paths: HomePaths): void {
  const registry = program
    .command('registry')
    .description('run a registry on this computer, for images to be pushed to and pulled from');
  const load = () => import('../registry-command.ts');
  registry
    .command('start')
    .description('start the registry, and wait until it answers; wakes a VM that sleeps')
    .option(
      '-p, --port <number>',
      'where on 127.0.0.1 (default: the first free one from 5000 on)',
      portNumber,
    )
    .option('--json', 'print one JSON document')
    .action(async (options: { port?: number; json?: true }) =>
      (await load()).start(paths, options.port ?? null, options.json === true),
    );
  registry
    .command('stop')
    .description('stop the registry, and keep the images in it; wakes a VM that sleeps')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => (await load()).stop(paths, options.json === true));
  registry
    .command('status')
    .description('print the registry’s address and what it holds; wakes no VM')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => (await load()).printRegistry(paths, options.json === true));
}

function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new InvalidArgumentError('It is a number from 1 to 65535.');
  return port;
}
