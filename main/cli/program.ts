import { Command, CommanderError } from 'commander';
import { version } from '../../package.json' with { type: 'json' };
import { defaultHome, homePaths } from '../home/paths.ts';
import { unknownName, usageError } from './commander-errors.ts';
import { addAnsible } from './commands/ansible.ts';
import { addDisk } from './commands/disk.ts';
import { addDoctor } from './commands/doctor.ts';
import { addDomains } from './commands/domains.ts';
import { addEngines } from './commands/engine.ts';
import { addNodes } from './commands/node.ts';
import { addRegistry } from './commands/registry.ts';
import { addSettings } from './commands/settings.ts';
import { addShares } from './commands/share.ts';
import { addSingleCommands } from './commands/single.ts';
import { addSnapshots } from './commands/snapshot.ts';
import { exitCodes } from './exit-code.ts';
import { UsageError } from './usage-error.ts';

/** Runs the command line without its `slipway`; answers the exit code, and rejects with what went wrong. */
export async function runProgram(parameters: readonly string[]): Promise<number> {
  const [first = '', second] = parameters;
  // Commander would print the version and mind nothing else.
  if (['-V', '--version'].includes(first) && second !== undefined)
    throw new UsageError(`${first} takes no arguments, and was given '${second}'.`, `slipway ${first}`);
  let code: number = exitCodes.done;
  const program = createProgram((ended) => {
    code = ended;
  });
  try {
    refuseUnknown(program, first);
    if (parameters.length === 0) program.outputHelp();
    else await program.parseAsync([...parameters], { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCodes.done;
    throw usageError(error, helpOn(program, parameters));
  }
}

/** Commander prints its own help for an unknown command when help is asked of it, as if there were one. */
function refuseUnknown(program: Command, first: string): void {
  const names = program.commands.map((command) => command.name());
  if (first === '' || first.startsWith('-') || names.includes(first)) return;
  throw unknownName(`Unknown command '${first}'`, first, names, 'slipway help');
}

/** The commands in the order in which help lists them. `ended` hears the exit code of one that has its own. */
function createProgram(ended: (code: number) => void): Command {
  const paths = homePaths(defaultHome());
  const program = new Command('slipway')
    .description('Docker on your desktop: a light VM with the real Docker Engine.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .showSuggestionAfterError()
    .enablePositionalOptions()
    .exitOverride()
    // Errors are printed in one place (exit-code.ts), in Slipway's own two lines.
    .configureOutput({ outputError: () => undefined, writeErr: () => undefined })
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 failed, 2 wrong usage. SLIPWAY_HOME is ~/.slipway unless set.',
    );

  addSingleCommands(program, paths, ended);
  addDoctor(program, paths, ended);
  addDomains(program, paths);
  addRegistry(program, paths);
  addEngines(program, paths);
  addAnsible(program, paths, ended);
  addNodes(program, paths);
  addShares(program, paths);
  addDisk(program, paths);
  addSettings(program, paths);
  addSnapshots(program, paths);
  // Commander's own knows neither commands of commands nor itself.
  program
    .command('help')
    .description('print help on a command')
    .argument('[command...]', 'such as: settings set')
    .action((words: readonly string[]) => {
      const { command, path } = findCommand(program, words);
      if (path.length < words.length) {
        throw new UsageError(
          `There is no command of that name: slipway ${words.join(' ')}.`,
          `\`${['slipway help', ...path].join(' ')}\` lists what there is.`,
        );
      }
      command.outputHelp();
    });
  return program;
}

/** The command that words lead to, and how many of them did. */
function findCommand(program: Command, words: readonly string[]) {
  let command = program;
  const path: string[] = [];
  for (const word of words) {
    const next = command.commands.find((one) => one.name() === word || one.aliases().includes(word));
    if (next === undefined) break;
    command = next;
    path.push(word);
  }
  return { command, path };
}

/** The command line that prints help on what was typed. */
function helpOn(program: Command, parameters: readonly string[]): string {
  return ['slipway help', ...findCommand(program, parameters).path].join(' ');
}
