import type { Command } from 'commander';
import type { HomePaths } from '../../home/paths.ts';

/** `slipway doctor` and `slipway diagnose`. `ended` hears the exit code of the first. */
export function addDoctor(program: Command, paths: HomePaths, ended: (code: number) => void): void {
  program
    .command('doctor')
    .description(
      'look at everything from the home folder to the docker context, and say what is wrong; changes nothing',
    )
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) =>
      ended(await (await import('../doctor-command.ts')).doctor(paths, options.json === true)),
    );
  program
    .command('diagnose')
    .description(
      'pack status, checks and logs into one file for others to look at, without what is secret in them',
    )
    .option('-o, --output <file>', 'where to (default: slipway-diagnosis-TIME.tar.gz in this folder)')
    .action(async (options: { output?: string }) =>
      (await import('../diagnose-command.ts')).diagnose(paths, options.output),
    );
}
