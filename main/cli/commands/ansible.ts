import type { Command } from 'commander';
import type { HomePaths } from '../../home/paths.ts';

/** `slipway ansible`. `ended` hears Ansible's exit code. */
export function addAnsible(program: Command, paths: HomePaths, ended: (code: number) => void): void {
  program
    .command('ansible')
    .description('run an Ansible playbook on Slipway’s own engine: slipway ansible PLAYBOOK [-- ARGUMENTS]')
    .argument('<playbook>', 'a file in a shared folder')
    .argument('[arguments...]', 'after --: more for ansible-playbook, such as --check')
    .passThroughOptions()
    .action(async (playbook: string, [first, ...rest]: readonly string[]) => {
      const { runPlaybook } = await import('../ansible-command.ts');
      // Behind an argument commander hands the dashes over.
      const parameters = first === undefined || first === '--' ? rest : [first, ...rest];
      ended(await runPlaybook(paths, playbook, parameters));
    });
}
