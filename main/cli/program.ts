import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { version } from '../../package.json' with { type: 'json' };
import { defaultHome, homePaths } from '../home/paths.ts';
import { nearestName } from '../util/nearest-name.ts';
import { exitCodes } from './exit-code.ts';
import { UsageError } from './usage-error.ts';

/** Runs the command line without its `slipway`; answers the exit code, and rejects with what went wrong. */
export async function runProgram(parameters: readonly string[]): Promise<number> {
  const [first = '', second] = parameters;
  // Commander would print the version and mind nothing else.
  if (['-V', '--version'].includes(first) && second !== undefined)
    throw new UsageError(`${first} takes nothing behind it, and there is '${second}'.`, `slipway ${first}`);
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

  program
    .command('start')
    .description('start the engine and wait until it answers; joins a start that is under way')
    .option('--cold', 'boot the VM, even where resuming it would be possible')
    .action(async (options: { cold?: true }) =>
      (await import('./start-command.ts')).start(paths, options.cold === true),
    );
  program
    .command('stop')
    .description('stop containers, engine and VM in good order')
    .action(async () => (await import('./stop-command.ts')).stop(paths));
  program
    .command('sleep')
    .description('save the VM with its containers, and end it; the first use of the docker socket wakes it')
    .action(async () => (await import('./sleep-command.ts')).sleep(paths));
  program
    .command('restart')
    .description('stop and start')
    .action(async () => (await import('./start-command.ts')).restart(paths));
  program
    .command('status')
    .description('print the state of the engine, and what is wrong if something is')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) =>
      (await import('./status-command.ts')).printStatus(paths, options.json === true),
    );
  program
    .command('logs')
    .description('print the end of a log')
    .option('-f, --follow', 'go on printing what is added')
    .option('--source <name>', 'supervisor, console (of the guest) or qemu', logSource, 'supervisor')
    .option('-n, --lines <number>', 'how many lines', lineCount, 100)
    .action(async (options: { follow?: true; source: LogSource; lines: number }) =>
      (await import('./logs-command.ts')).printLogs(paths, { ...options, follow: options.follow === true }),
    );
  program
    .command('shell')
    .description('open a shell in the VM, or run a command there: slipway shell -- CMD')
    .argument('[command...]', 'after --: the command and its arguments')
    .passThroughOptions()
    .action(async (command: readonly string[]) =>
      ended(await (await import('./shell-command.ts')).openShell(paths, command)),
    );
  // Listed here; run by index.ts before anything is parsed.
  program
    .command('docker')
    .description(
      'the docker client on this engine, with compose and buildx: slipway docker run -it slipway/busybox',
    )
    .argument('[arguments...]')
    .helpOption(false);
  program
    .command('reset')
    .description('make this instance new; what it holds is kept as a snapshot to go back to')
    .option('--keep-data', 'keep images, containers and volumes, and make the rest new')
    .option('-y, --yes', 'do not ask')
    .option('--json', 'print one JSON document')
    .action(async (options: { keepData?: true; yes?: true; json?: true }) =>
      (await import('./reset-command.ts')).reset(paths, {
        keepData: options.keepData === true,
        yes: options.yes === true,
        json: options.json === true,
      }),
    );
  program
    .command('ports')
    .description('print the ports that containers publish on this computer, and what is in their way')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) =>
      (await import('./ports-command.ts')).printPorts(paths, options.json === true),
    );
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
          `There is none of that name: slipway ${words.join(' ')}.`,
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
    const next = command.commands.find((one) => one.name() === word);
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

function addShares(program: Command, paths: ReturnType<typeof homePaths>): void {
  const share = program
    .command('share')
    .description('choose which folders of this computer containers can see, under their own path');
  const load = () => import('./share-command.ts');
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

function addDisk(program: Command, paths: ReturnType<typeof homePaths>): void {
  const disk = program
    .command('disk')
    .description('look after the data disk with images, containers and volumes');
  const load = () => import('./disk-command.ts');
  disk
    .command('usage')
    .description('print what it takes, and what else of this instance takes room')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => (await load()).printUsage(paths, options.json === true));
  disk
    .command('compact')
    .description('give back what it no longer uses; wakes a VM that sleeps')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => (await load()).compact(paths, options.json === true));
  disk
    .command('resize')
    .description('make it larger, running or not; wakes a VM that sleeps')
    .argument('<size>', 'in GiB (128 or 128G), or in TiB (1T)')
    .option('--json', 'print one JSON document')
    .action(async (size: string, options: { json?: true }) =>
      (await load()).resize(paths, size, options.json === true),
    );
}

function addSettings(program: Command, paths: ReturnType<typeof homePaths>): void {
  const settings = program.command('settings').description('list, read and change settings');
  const load = () => import('./settings-command.ts');
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

function addSnapshots(program: Command, paths: ReturnType<typeof homePaths>): void {
  const snapshot = program
    .command('snapshot')
    .description('keep the state of the engine under a name, and go back to it');
  const load = () => import('./snapshot-command.ts');
  snapshot
    .command('create')
    .description('keep disk and memory as they are; containers go on')
    .argument('<name>')
    .action(async (name: string) => (await load()).create(paths, name));
  snapshot
    .command('list')
    .description('print what was kept, and the space that it takes')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => (await load()).list(paths, options.json === true));
  snapshot
    .command('restore')
    .description('go back to a snapshot; the present state becomes one itself')
    .argument('<name>')
    .option('-y, --yes', 'do not ask')
    .action(async (name: string, options: { yes?: true }) =>
      (await load()).restore(paths, name, options.yes === true),
    );
  snapshot
    .command('delete')
    .description('remove a snapshot')
    .argument('<name>')
    .action(async (name: string) => (await load()).remove(paths, name));
}

const logSources = ['supervisor', 'console', 'qemu'] as const;
type LogSource = (typeof logSources)[number];

function logSource(text: string): LogSource {
  const source = logSources.find((known) => known === text);
  if (source === undefined) throw new InvalidArgumentError(`It is one of: ${logSources.join(', ')}.`);
  return source;
}

function lineCount(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It is a whole number.');
  if (text.length > 7) throw new InvalidArgumentError('It is a whole number up to 9999999.');
  return Number(text);
}

/** Commander's text ("error: unknown command 'stat'\n(Did you mean status?)") in our two lines. */
function usageError(error: CommanderError, help: string): UsageError {
  const [, message = 'Wrong usage', guesses = ''] =
    /^(?:error: )?(.*?)(?:\s*\(Did you mean (?:one of )?(.*?)\?\))?$/s.exec(error.message) ?? [];
  if (error.code === 'commander.help') {
    return new UsageError('A command is missing, or there is none of that name.', `\`${help}\` lists them.`);
  }
  const sentence = message.charAt(0).toUpperCase() + message.slice(1).replace(/[.\s]+$/, '');
  if (error.code === 'commander.missingArgument')
    return new UsageError(`${sentence}.`, `\`${help}\` shows how it is used.`);
  const name = /'(.*)'/s.exec(message)?.[1] ?? '';
  return unknownName(sentence, name, guesses === '' ? [] : guesses.split(', '), help);
}

/** Commander guesses at nearly everything ("logs" for "bogus"): only what is near is offered. */
function unknownName(sentence: string, name: string, names: readonly string[], help: string): UsageError {
  const guess = nearestName(name, names);
  const hint = guess === undefined ? `\`${help}\` lists what there is.` : `Did you mean ${guess}?`;
  return new UsageError(`${sentence}.`, hint);
}
