import type { Command } from 'commander';
import type { HomePaths } from '../../home/paths.ts';

/** `slipway disk` with its commands. */
export function addDisk(program: Command, paths: HomePaths): void {
  const disk = program
    .command('disk')
    .description('look after the data disk with images, containers and volumes');
  const load = () => import('../disk-command.ts');
  disk
    .command('usage')
    .description('print how much room the data disk takes, and the rest of this instance')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => (await load()).printUsage(paths, options.json === true));
  disk
    .command('compact')
    .description(
      'give this computer back the room that the data disk no longer needs; wakes a VM that sleeps',
    )
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => (await load()).compact(paths, options.json === true));
  disk
    .command('resize')
    .description('make the data disk larger, running or not; wakes a VM that sleeps')
    .argument('<size>', 'how large it is to be: in GiB (128 or 128G), or in TiB (1T)')
    .option('--json', 'print one JSON document')
    .action(async (size: string, options: { json?: true }) =>
      (await load()).resize(paths, size, options.json === true),
    );
}
